//! Verdicts that a laptop has received, sent back to a headquarters that has lost them. They are
//! unauthenticated and prove nothing: a reviewer decides about each.

use super::bundle::BundleRefused;
use crate::record::{Id, Query, Verdict};
use crate::storage::format::down::{About, Down};
use crate::storage::format::{down, wire};
use crate::store::{Store, StoreError};

/// Target bytes of a segment's content.
const PIECE: usize = 24 * 1024;
/// Maximum bytes of a segment that headquarters accepts; laptops write shorter ones.
pub const LONGEST: usize = 2 * PIECE;
/// Maximum number of segments in a session: more verdicts than are given between two copies of
/// headquarters.
pub const MOST: usize = 64;
const PAGE: usize = 500;

/// The reviewers' verdicts since a time, as contents of segments; at least one.
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

/// Decodes a segment at headquarters; refuses any other content.
pub fn read(content: &[u8]) -> Result<Vec<(Id, crate::record::Review)>, BundleRefused> {
    let down = down::decode(content).map_err(|_| BundleRefused::Content)?;
    if down.reviews.len() != down.len() {
        return Err(BundleRefused::Content);
    }
    Ok(down.reviews.iter().map(|about| (Id(about.entity), about.review())).collect())
}
