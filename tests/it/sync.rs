//! What travels: cards, bundles, receipts, the exchange.

mod bundle;
mod card;
mod desk;
mod exchange;
mod outgoing;
mod screen;
mod stick;
