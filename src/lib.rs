//! sotay: the field notebook of Vietnam's industrial promotion officers.
//!
//! ```text
//! keys ─> shell/input ─┐                                    ┌─> view ─> shell/terminal ─> bytes
//!                      ├─> one channel ─> app/update ─Model─┘
//!  done ─> ────────────┘                      │ Effects
//!    └──────────── shell/worker <─────────────┘
//!                      │ commit(changes)      │ page, find, get
//!                  store/journal ──fsync──> store/state (sled)
//! ```
//!
//! A change takes one path: form or import or command line -> `programme::check` ->
//! `store::Store::commit` -> journal (durable) -> state.

pub mod app;
pub mod cancel;
pub mod command;
pub mod config;
pub mod entry;
pub mod hq;
pub mod indicators;
pub mod keymap;
pub mod lang;
pub mod office;
pub mod programme;
pub mod record;
pub mod services;
pub mod shell;
pub mod storage;
pub mod store;
pub mod sync;
pub mod text;
pub mod view;
