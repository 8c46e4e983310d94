//! What travels: cards, bundles, receipts, the exchange.

mod bundle;
mod card;
mod outgoing;
