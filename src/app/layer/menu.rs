//! A short list of things to do.

use crate::app::intent::Intent;

#[derive(Debug)]
pub struct MenuLayer {
    pub title: String,
    pub items: Vec<(String, Intent)>,
    pub at: usize,
}

impl MenuLayer {
    pub fn new(title: String, items: Vec<(String, Intent)>) -> MenuLayer {
        MenuLayer { title, items, at: 0 }
    }

    pub fn step(&mut self, by: isize) {
        let last = self.items.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }
}
