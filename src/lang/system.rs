//! Texts of operating system errors. Every such error shown to a person goes through here: the
//! system's own texts are English and contain numbers and names of temporary files.

use std::io::{Error, ErrorKind};

use super::Lang;
use super::say::say;

say! {
    not_there() "không thấy ở đó" / "not there";
    full() "đĩa đầy" / "the disk is full";
    not_allowed() "không có quyền" / "no permission";
    read_only() "đĩa chỉ đọc được" / "the disk is read-only";
    link() "đó là liên kết (lối tắt) sang chỗ khác, sổ tay không đi theo" / "that is a link to another place, and links are not followed";
    no_folder() "không phải thư mục" / "not a folder";
    a_folder() "đó là một thư mục" / "that is a folder";
    is_there() "đã có một tệp tên đó" / "a file of that name is there already";
    bad_name() "tên tệp quá dài hoặc có ký tự mà đĩa không nhận" / "the name is too long, or holds a character that the disk does not take";
    too_large() "tệp quá lớn" / "the file is too large";
    no_plain_file() "không phải một tệp thường" / "not a plain file";
    not_text() "nội dung không phải chữ UTF-8, hoặc đã hỏng" / "its content is not UTF-8 text, or is damaged";
    cut_off() "tệp bị cắt ngang" / "the file ends too early";
    busy() "đang có chương trình khác dùng" / "another program is using it";
    line_lost() "mất kết nối" / "the connection was lost";
    no_answer() "không trả lời" / "no answer";
    no_memory() "máy hết bộ nhớ" / "the machine is out of memory";
    too_many() "máy đang mở quá nhiều tệp" / "too many files are open";
    device() "đĩa hoặc USB báo lỗi, có thể đã bị rút ra" / "the disk or stick reports a fault; it may have been pulled out";
    unknown() "máy báo lỗi" / "the system reports a fault";
}

/// Unix error numbers without an `ErrorKind`.
const EIO: i32 = 5;
const ENXIO: i32 = 6;
const ENODEV: i32 = 19;
const ENFILE: i32 = 23;
const EMFILE: i32 = 24;
const ELOOP: i32 = 40;

pub fn why(error: &Error, lang: Lang) -> String {
    use ErrorKind as K;
    let words = match error.kind() {
        K::NotFound => not_there,
        K::StorageFull | K::QuotaExceeded => full,
        K::PermissionDenied => not_allowed,
        K::ReadOnlyFilesystem => read_only,
        K::NotADirectory => no_folder,
        K::IsADirectory => a_folder,
        K::AlreadyExists | K::DirectoryNotEmpty => is_there,
        K::InvalidFilename => bad_name,
        K::FileTooLarge => too_large,
        K::InvalidInput | K::NotSeekable => no_plain_file,
        K::InvalidData => not_text,
        K::UnexpectedEof | K::WriteZero => cut_off,
        K::ResourceBusy | K::ExecutableFileBusy | K::WouldBlock => busy,
        K::BrokenPipe
        | K::ConnectionReset
        | K::ConnectionAborted
        | K::NotConnected
        | K::NetworkDown
        | K::StaleNetworkFileHandle => line_lost,
        K::TimedOut | K::ConnectionRefused | K::HostUnreachable | K::NetworkUnreachable => {
            no_answer
        }
        K::OutOfMemory => no_memory,
        _ => match error.raw_os_error() {
            Some(EIO | ENXIO | ENODEV) => device,
            Some(ELOOP) => link,
            Some(ENFILE | EMFILE) => too_many,
            _ => unknown,
        },
    };
    words(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_the_system_reached_the_officer_in_english() {
        for number in 1..=133 {
            let error = Error::from_raw_os_error(number);
            let wrapped = Error::new(error.kind(), "/tmp/.sotay-x1y2z3");
            for said in [why(&error, Lang::Vi), why(&wrapped, Lang::Vi)] {
                assert!(!said.contains("os error") && !said.contains(".sotay"), "{said}");
                assert!(!said.is_ascii(), "{number}: not Vietnamese: {said}");
            }
        }
    }
}
