//! The work of an officer, key by key.

mod look;
