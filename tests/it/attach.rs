//! Attachments: sealed, stripped of what a camera says, listed, taken out again, and never shown
//! as good when they are not.

mod notebook;
mod photo;
mod screen;
mod sealed;
