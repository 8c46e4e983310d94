pub mod args;
pub mod asked;
mod refusal;
