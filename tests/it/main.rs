//! One test program for everything that needs more than one module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may stop

mod attach;
mod batch;
mod check;
mod cli;
mod clock;
mod codec;
mod complete;
mod demo;
mod disk;
mod doctor;
mod erase;
mod files;
mod flow;
mod form;
mod full;
#[path = "../../fuzz/src/lib.rs"]
mod fuzz; // the bodies of the fuzz targets: what a fuzzer tries is tried here too
mod golden;
mod guide;
mod headings;
mod heavy;
mod hq;
mod import;
mod init;
mod input;
mod journal;
mod keep;
mod keymap;
mod kinds;
mod kit;
mod lang;
mod locked;
mod mapping;
mod out;
mod painter;
mod passphrase;
mod programme;
mod programme_files;
mod pty;
mod raw;
mod reading;
mod recover;
mod reference;
mod results;
mod revise;
mod rows;
mod samples;
mod screens;
mod store;
mod sync;
mod typing;
mod undo;
mod values;
mod vocabulary;
mod walls;
