//! What travels: certificates, bundles, receipts, sessions.

mod ahead;
mod arrivals;
mod behind_damage;
mod bits;
mod bundle;
mod card;
mod cost;
mod cuts;
mod damaged_hq;
mod dear;
mod exchange;
mod files;
mod folders;
mod golden;
mod histories;
mod hostile;
mod limits;
pub mod outgoing;
mod parting;
mod roll;
mod room;
mod screen;
mod ssh;
pub mod stick;
mod stick_order;
mod verdicts;
