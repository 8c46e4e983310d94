//! Verdicts that a laptop received, sent back to a headquarters that has lost them. They are the
//! laptop's word and prove nothing: a reviewer decides about each.

use super::bundle::BundleRefused;
use crate::record::{Id, Query, Verdict};
use crate::storage::format::down::{About, Down};
use crate::storage::format::{down, wire};
use crate::store::{Store, StoreError};

/// Content of one segment.
const PIECE: usize = 24 * 1024;
/// What headquarters takes of one: no laptop cuts a longer one, so all of it is read.
pub const LONGEST: usize = 2 * PIECE;
/// Segments in one session: room for more verdicts than are given between two copies.
pub const MOST: usize = 64;
const PAGE: usize = 500;

/// What reviewers have said of records since then, as the contents of segments; one at least.
pub fn reported_since(store: &Store, since: u64) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut parts = vec![(Down::default(), 0)];
    for kind in &store.programme().kinds {
        let (query, mut start) = (Query::all(kind.no), 0);
        loop {
            let page = store.records().page(&query, start, PAGE)?;
            for record in &page.rows {
                let said = record.review.as_ref().filter(|review| {
                    let word =
                        matches!(review.verdict, Verdict::Approved | Verdict::SentBack { .. });
                    word && review.at >= since
                });
                if let Some(review) = said {
                    add(&mut parts, About::of(record.id, review));
                }
            }
            start += page.rows.len();
            if page.rows.is_empty() || start >= page.total {
                break;
            }
        }
    }
    parts.truncate(MOST);
    Ok(parts.iter().map(|(down, _)| down::encode(down)).collect())
}

fn add(parts: &mut Vec<(Down, usize)>, about: About) {
    let size = wire::encode(&about).len();
    if parts.last().is_none_or(|(_, has)| has + size > PIECE) {
        parts.push((Down::default(), 0));
    }
    if let Some((down, has)) = parts.last_mut() {
        down.reviews.push(about);
        *has += size;
    }
}

/// At headquarters: nothing else may ride along.
pub fn read(content: &[u8]) -> Result<Vec<(Id, crate::record::Review)>, BundleRefused> {
    let down = down::decode(content).map_err(|_| BundleRefused::Content)?;
    if down.reviews.len() != down.len() {
        return Err(BundleRefused::Content);
    }
    Ok(down.reviews.iter().map(|about| (Id(about.entity), about.review())).collect())
}
