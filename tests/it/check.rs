//! The check of records: the tables of the domain's law, then every sort of rule on a small
//! kind of its own.

mod activities;
mod answers;
mod dated;
mod law;
mod real;
mod sets;
mod small;
