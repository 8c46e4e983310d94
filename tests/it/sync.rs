//! What travels: cards, bundles, receipts, the exchange.

mod card;
mod outgoing;
