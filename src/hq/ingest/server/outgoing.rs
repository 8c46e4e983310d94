//! What headquarters sends in a session: receipts, lanes, attachments.

use std::io;
use std::time::Instant;

use super::super::intake::BundleIngest;
use super::{RECEIPT_INTERVAL, ServerSession, SessionError};
use crate::hq::admin::officer::Enrolled;
use crate::hq::downlink::pending;
use crate::storage::format::frame::ty;
use crate::store::StoreError;
use crate::sync::certificate::Certificate;
use crate::sync::down;
use crate::sync::message::{self, Message};

impl<'a> ServerSession<'a> {
    pub(super) fn receipt(
        &mut self,
        intake: &BundleIngest<'_>,
        epoch: u64,
        last: bool,
    ) -> io::Result<()> {
        let now = Instant::now();
        if !last && self.receipted.is_some_and(|at| now.duration_since(at) < RECEIPT_INTERVAL) {
            return Ok(());
        }
        self.receipted = Some(now);
        match intake.receipt(epoch) {
            Some(receipt) => self.say(&Message::Receipt(receipt.encode())),
            None => Ok(()),
        }
    }

    /// Sends pending pieces, each as a segment of one bundle.
    pub(super) fn send_down(&mut self, enrolled: &Enrolled) -> Result<u64, SessionError> {
        let (home, hello) = (self.context.home, self.hello);
        let mut lanes = (0..8u8).filter(|lane| hello.lanes & (1 << lane) != 0);
        pending::each(home, enrolled, &hello.cursors, &mut lanes, &mut |lane, piece| {
            let plain = down::pack(lane, piece.position, &piece.bytes);
            self.put_down(enrolled.certificate(), ty::DOWN, piece.n, &plain).map(|()| true)
        })
    }

    /// Answers messages about attachments; false if there were none.
    pub(super) fn answer_files(
        &mut self,
        intake: &mut BundleIngest<'_>,
    ) -> Result<bool, SessionError> {
        let said = intake.take_attachment_messages();
        if said.is_empty() {
            return Ok(false);
        }
        let counts = intake.sends_down()?;
        let (home, enrolled) = (self.context.home, &intake.enrolled);
        said.answer(home, counts, &mut |word| {
            self.put_down(enrolled.certificate(), ty::BLOB, word.count(), &word.encode())
                .map(|()| true)
        })?;
        self.out.flush()?;
        Ok(true)
    }

    fn put_down(
        &mut self,
        to: &Certificate,
        ty: u8,
        n: u16,
        plain: &[u8],
    ) -> Result<(), SessionError> {
        let writer = match &mut self.down {
            Some(writer) => writer,
            None => {
                let now = (self.context.now)();
                let (header, writer) = down::begin(&self.context.home.secret, to, now)?;
                message::send(self.out, &Message::Bundle(header.to_vec()))?;
                self.down.insert(writer)
            }
        };
        let cut = writer.segment(ty, n, 0, plain, false);
        let cut = cut.map_err(|_| StoreError::Bug("a piece that does not seal"))?;
        Ok(message::send(self.out, &Message::Segment(cut))?)
    }
}
