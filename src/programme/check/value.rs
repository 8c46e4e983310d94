//! Faults of one answer by itself: of another type, or outside its limits.

use super::context::QuestionContext;
use crate::programme::faults::FaultKind;
use crate::programme::spec::Level;
use crate::programme::types::ValueFault;
use crate::record::Value;

pub(super) fn faults(look: &QuestionContext, value: &Value) -> Vec<ValueFault> {
    let ty = look.field.ty.behaviour();
    match value.shape() {
        None => Vec::new(),
        Some(shape) if shape == ty.shape() => ty.faults(look, value),
        Some(_) => vec![(Level::Error, FaultKind::WrongType)],
    }
}
