//! Finding frames behind damage.
