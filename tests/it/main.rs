//! One test program for the whole notebook.

mod typing;
