//! One frame's 32 bytes in front, and the link that holds frames together.
