//! What travels: cards, bundles, receipts, the exchange.

mod arrivals;
mod bundle;
mod card;
mod desk;
mod exchange;
mod files;
mod golden;
mod outgoing;
mod parting;
mod room;
mod screen;
mod ssh;
mod stick;
