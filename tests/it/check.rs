//! The check of records: the tables of the law, then every sort of rule on a small kind made for
//! it.

mod activities;
mod answers;
mod dated;
mod law;
mod real;
mod sets;
mod small;
