mod codec;
mod disk;
mod golden;
mod journal;
mod keep;
