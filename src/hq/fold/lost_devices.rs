//! Lost laptops: tells the officer, on the new laptop, since when changes on the old one are
//! missing.

use crate::hq::admin::officer::Enrolled;
use crate::hq::downlink::lane::{LaneOwner, VERDICTS};
use crate::hq::fold::context::Fold;
use crate::hq::fold::cursors::notice_mark;
use crate::hq::ingest::log;
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::storage::format::down::{Down, Notice};
use crate::store::StoreError;
use crate::text::format::{clock_from_millis, show_date, today_from_millis};

impl Fold<'_> {
    /// Notifies the officer of a new laptop, once, when the old one last sent something: later
    /// changes on it are missing.
    pub(crate) fn notify_lost_devices(&mut self) -> Result<(), StoreError> {
        let known = self.store.downlink().logs()?;
        let mut marks = Vec::new();
        for new in
            self.officers.iter().filter(|o| o.revoked.is_none()).map(Enrolled::certificate)
        {
            let old = self
                .officers
                .iter()
                .rfind(|o| o.revoked.is_some() && o.certificate().officer == new.officer);
            let mark = notice_mark(&new.device);
            let Some(old) = old.filter(|_| !known.contains_key(&mark)) else { continue };
            let last =
                log::last_heard(&self.home.dir, &self.home.keys, &old.certificate().device)?;
            let text = hq_words::old_laptop(Lang::Vi, &last_heard_text(last));
            let notice = Notice { when: (self.now)(), text };
            let to = LaneOwner::Officer(new.officer);
            let down = Down { notices: vec![notice], ..Down::default() };
            self.home.lanes().append(&to, VERDICTS, &[down], &mut None)?;
            marks.push((mark, 1));
        }
        self.write_down(Down::default(), marks)
    }
}

fn last_heard_text(millis: Option<u64>) -> String {
    let day = |millis| {
        format!("{} {}", clock_from_millis(millis), show_date(today_from_millis(millis)))
    };
    millis.map(day).unwrap_or_else(|| "–".to_owned())
}
