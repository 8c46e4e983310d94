//! Attachments: sealed, stripped of the data that a camera adds, listed, taken out again, and never
//! shown as intact when they are not.

mod notebook;
mod photo;
mod screen;
mod sealed;
