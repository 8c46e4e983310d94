mod input;
mod kit;
mod painter;
mod pty;
