//! What travels: cards, bundles, receipts, the exchange.

mod bits;
mod bundle;
mod card;
mod cost;
mod cuts;
mod dear;
mod desk;
mod exchange;
mod golden;
mod hostile;
mod limits;
mod outgoing;
mod screen;
mod ssh;
mod stick;
