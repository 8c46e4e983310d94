//! Headquarters' side: what comes in is made durable first and understood later.
