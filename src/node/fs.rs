//! The functions in Rust behind the `fs` library: each is one synchronous system call, or a few.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::time::UNIX_EPOCH;

use super::buffer::bytes::buffer_from_bytes;
use super::host::NodeHost;
use super::{errors, plain, stdio};
use crate::builtins::define::{Row, method};
use crate::objects::object;
use crate::vm::ops::prelude::*;

/// The rows of the `fs` binding.
pub const METHODS: &[Row] = &[
    method("readFile", 1, read_file),
    method("writeFile", 4, write_file),
    method("stat", 2, stat),
    method("exists", 1, exists),
    method("unlink", 1, unlink),
    method("mkdir", 2, mkdir),
    method("rmdir", 1, rmdir),
    method("rm", 2, remove_tree),
    method("readdir", 1, readdir),
    method("rename", 2, rename),
    method("copyFile", 2, copy_file),
    method("symlink", 2, symlink),
    method("readlink", 1, readlink),
    method("realpath", 1, realpath),
    method("access", 2, access),
    method("chmod", 2, chmod),
    method("truncate", 2, truncate),
    method("mkdtemp", 1, mkdtemp),
    method("open", 3, open),
    method("close", 1, close),
    method("read", 3, read),
    method("write", 3, write),
    method("fstat", 1, fstat),
];

/// First file descriptor that scripts are given: those below are the standard streams.
const FIRST_DESCRIPTOR: usize = 3;

/// Files that scripts have open, by descriptor.
pub type OpenFiles = std::cell::RefCell<Vec<Option<File>>>;

fn path_of(cx: &mut Cx<'_>, args: Args<'_>, index: usize) -> JsResult<String> {
    let path = args.get(cx, index);
    to_rust_string(cx, path)
}

/// The result of a system call on `path`, its failure thrown.
fn checked<T>(cx: &mut Cx<'_>, result: io::Result<T>, call: &str, path: &str) -> JsResult<T> {
    result.map_err(|error| errors::throw_system(cx, &error, call, Some(path)))
}

fn done<'s>(cx: &mut Cx<'s>, result: io::Result<()>, call: &str, path: &str) -> JsResult<Handle<'s>> {
    checked(cx, result, call, path)?;
    Ok(cx.undefined())
}

/// `readFile(path | fd)`: a Buffer.
fn read_file<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let given = args.get(cx, 0);
    let bytes = match given.val(cx).is_number() {
        true => {
            let number = to_int32(cx, given)?;
            let mut bytes = Vec::new();
            let result = with_file(cx, number, |file| file.read_to_end(&mut bytes));
            checked_descriptor(cx, result, "read")?;
            bytes
        }
        false => {
            let path = to_rust_string(cx, given)?;
            match fs::metadata(&path) {
                Ok(facts) if facts.is_dir() => {
                    let error = io::Error::from_raw_os_error(libc::EISDIR);
                    return Err(errors::throw_system(cx, &error, "read", None));
                }
                _ => checked(cx, fs::read(&path), "open", &path)?,
            }
        }
    };
    Ok(buffer_from_bytes(cx, &bytes)?.any())
}

/// What a chunk that is to be written holds: a string's UTF-8, or a view's bytes.
fn chunk(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<Vec<u8>> {
    match stdio::bytes_of(cx, value) {
        Some(bytes) => Ok(bytes),
        None => Ok(to_rust_string(cx, value)?.into_bytes()),
    }
}

/// `writeFile(path | fd, chunk, flags, mode)`.
fn write_file<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (target, data) = (args.get(cx, 0), args.get(cx, 1));
    let bytes = chunk(cx, data)?;
    if target.val(cx).is_number() {
        let number = to_int32(cx, target)?;
        let result = with_file(cx, number, |file| file.write_all(&bytes));
        checked_descriptor(cx, result, "write")?;
        return Ok(cx.undefined());
    }
    let (path, flags) = (path_of(cx, args, 0)?, path_of(cx, args, 2)?);
    let mode = args.get(cx, 3);
    let mode = to_uint32(cx, mode)?;
    let result = opening(&flags, mode).open(&path).and_then(|mut file| file.write_all(&bytes));
    done(cx, result, "open", &path)
}

/// How node's flags (`r`, `w+`, `ax`, ...) open a file.
fn opening(flags: &str, mode: u32) -> OpenOptions {
    let mut options = OpenOptions::new();
    let (has, both) = (|letter| flags.contains(letter), flags.contains('+'));
    options.mode(mode);
    match flags.as_bytes().first() {
        Some(b'w') => options.write(true).read(both).create(true).truncate(!has('x')).create_new(has('x')),
        Some(b'a') => options.append(true).read(both).create(true).create_new(has('x')),
        _ => options.read(true).write(both),
    };
    options
}

fn milliseconds(seconds: i64, nanoseconds: i64) -> f64 {
    seconds as f64 * 1e3 + nanoseconds as f64 / 1e6
}

fn facts_object<'s>(cx: &mut Cx<'s>, facts: &Metadata) -> Handle<'s, JsObject> {
    let birth = facts.created().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let changed = milliseconds(facts.ctime(), facts.ctime_nsec());
    let result = object::new_plain(cx);
    for (name, number) in [
        ("dev", facts.dev() as f64),
        ("mode", facts.mode() as f64),
        ("nlink", facts.nlink() as f64),
        ("uid", facts.uid() as f64),
        ("gid", facts.gid() as f64),
        ("rdev", facts.rdev() as f64),
        ("blksize", facts.blksize() as f64),
        ("ino", facts.ino() as f64),
        ("size", facts.size() as f64),
        ("blocks", facts.blocks() as f64),
        ("atimeMs", milliseconds(facts.atime(), facts.atime_nsec())),
        ("mtimeMs", milliseconds(facts.mtime(), facts.mtime_nsec())),
        ("ctimeMs", changed),
        ("birthtimeMs", birth.map_or(changed, |birth| birth.as_secs_f64() * 1e3)),
    ] {
        plain::put_number(cx, result, name, number);
    }
    result
}

/// `stat(path, followsLinks)`.
fn stat<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let follows = to_boolean(cx, args.get(cx, 1).val(cx));
    let (result, call) = if follows { (fs::metadata(&path), "stat") } else { (fs::symlink_metadata(&path), "lstat") };
    let facts = checked(cx, result, call, &path)?;
    Ok(facts_object(cx, &facts).any())
}

fn exists<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    Ok(cx.boolean(fs::exists(path).unwrap_or(false)))
}

fn unlink<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    done(cx, fs::remove_file(&path), "unlink", &path)
}

/// `mkdir(path, isRecursive)`.
fn mkdir<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let is_recursive = to_boolean(cx, args.get(cx, 1).val(cx));
    let result = if is_recursive { fs::create_dir_all(&path) } else { fs::create_dir(&path) };
    done(cx, result, "mkdir", &path)
}

fn rmdir<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    done(cx, fs::remove_dir(&path), "rmdir", &path)
}

/// `rm(path, isRecursive)`.
fn remove_tree<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let is_recursive = to_boolean(cx, args.get(cx, 1).val(cx));
    let facts = checked(cx, fs::symlink_metadata(&path), "rm", &path)?;
    let result = match facts.is_dir() {
        true if is_recursive => fs::remove_dir_all(&path),
        true => Err(io::Error::from_raw_os_error(libc::EISDIR)),
        false => fs::remove_file(&path),
    };
    done(cx, result, "rm", &path)
}

fn type_letter(kind: FileType) -> &'static str {
    match () {
        _ if kind.is_dir() => "d",
        _ if kind.is_symlink() => "l",
        _ if kind.is_file() => "f",
        _ if kind.is_fifo() => "p",
        _ if kind.is_socket() => "s",
        _ => "?",
    }
}

/// `readdir(path)`: for each entry, sorted, a letter for its type before its name.
fn readdir<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let entries = checked(cx, fs::read_dir(&path), "scandir", &path)?;
    let mut names: Vec<String> = Vec::new();
    for entry in entries.flatten() {
        let letter = entry.file_type().map_or("?", type_letter);
        names.push(format!("{letter}{}", entry.file_name().to_string_lossy()));
    }
    names.sort_by(|a, b| a[1..].cmp(&b[1..]));
    Ok(plain::array_of_texts(cx, &names).any())
}

fn rename<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (from, to) = (path_of(cx, args, 0)?, path_of(cx, args, 1)?);
    done(cx, fs::rename(&from, &to), "rename", &from)
}

fn copy_file<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (from, to) = (path_of(cx, args, 0)?, path_of(cx, args, 1)?);
    done(cx, fs::copy(&from, &to).map(|_| ()), "copyfile", &from)
}

fn symlink<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (target, path) = (path_of(cx, args, 0)?, path_of(cx, args, 1)?);
    done(cx, std::os::unix::fs::symlink(&target, &path), "symlink", &target)
}

fn readlink<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let target = checked(cx, fs::read_link(&path), "readlink", &path)?;
    Ok(cx.string(&target.to_string_lossy()).any())
}

fn realpath<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let real = checked(cx, fs::canonicalize(&path), "realpath", &path)?;
    Ok(cx.string(&real.to_string_lossy()).any())
}

/// `access(path, mode)`.
fn access<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let mode = args.get(cx, 1);
    let mode = nix::unistd::AccessFlags::from_bits_truncate(to_int32(cx, mode)?);
    let result = nix::unistd::access(path.as_str(), mode).map_err(|error| io::Error::from_raw_os_error(error as i32));
    done(cx, result, "access", &path)
}

fn chmod<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let mode = args.get(cx, 1);
    let mode = to_uint32(cx, mode)?;
    done(cx, fs::set_permissions(&path, fs::Permissions::from_mode(mode)), "chmod", &path)
}

fn truncate<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let path = path_of(cx, args, 0)?;
    let length = args.get(cx, 1);
    let length = to_length(cx, length)?;
    let result = OpenOptions::new().write(true).open(&path).and_then(|file| file.set_len(length));
    done(cx, result, "open", &path)
}

/// `mkdtemp(prefix)`: makes a folder with six characters after the prefix that no other has.
fn mkdtemp<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const ATTEMPTS: u64 = 100;
    let prefix = path_of(cx, args, 0)?;
    let seed = NodeHost::of(cx).event_loop.birth().elapsed().as_nanos() as u64 ^ u64::from(std::process::id()) << 32;
    for attempt in 0..ATTEMPTS {
        let mut bits = (seed + attempt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let suffix: String = (0..6)
            .map(|_| {
                bits = bits.rotate_left(11).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                LETTERS[(bits >> 40) as usize % LETTERS.len()] as char
            })
            .collect();
        let path = format!("{prefix}{suffix}");
        match fs::create_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => {
                checked(cx, result, "mkdtemp", &format!("{prefix}XXXXXX"))?;
                return Ok(cx.string(&path).any());
            }
        }
    }
    let error = io::Error::from_raw_os_error(libc::EEXIST);
    Err(errors::throw_system(cx, &error, "mkdtemp", Some(&prefix)))
}

/// `open(path, flags, mode)`: a descriptor.
fn open<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (path, flags) = (path_of(cx, args, 0)?, path_of(cx, args, 1)?);
    let mode = args.get(cx, 2);
    let mode = to_uint32(cx, mode)?;
    let file = checked(cx, opening(&flags, mode).open(&path), "open", &path)?;
    let host = NodeHost::of(cx);
    let mut files = host.files.borrow_mut();
    let slot = files.iter().position(Option::is_none).unwrap_or(files.len());
    if slot == files.len() {
        files.push(None);
    }
    files[slot] = Some(file);
    Ok(cx.number((slot + FIRST_DESCRIPTOR) as f64))
}

/// Lets `work` use the file with this descriptor.
fn with_file<R>(cx: &Cx<'_>, number: i32, work: impl FnOnce(&mut File) -> io::Result<R>) -> io::Result<R> {
    if (0..FIRST_DESCRIPTOR as i32).contains(&number) {
        let mut file = OpenOptions::new().read(number == 0).write(number > 0).open(format!("/dev/fd/{number}"))?;
        return work(&mut file);
    }
    let slot = usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(FIRST_DESCRIPTOR);
    let host = NodeHost::of(cx);
    match host.files.borrow_mut().get_mut(slot) {
        Some(Some(file)) => work(file),
        _ => Err(io::Error::from_raw_os_error(libc::EBADF)),
    }
}

fn checked_descriptor<T>(cx: &mut Cx<'_>, result: io::Result<T>, call: &str) -> JsResult<T> {
    result.map_err(|error| errors::throw_system(cx, &error, call, None))
}

fn descriptor(cx: &mut Cx<'_>, args: Args<'_>) -> JsResult<i32> {
    let number = args.get(cx, 0);
    to_int32(cx, number)
}

fn close<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = descriptor(cx, args)?;
    let slot = usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(FIRST_DESCRIPTOR);
    let closed = NodeHost::of(cx).files.borrow_mut().get_mut(slot).and_then(Option::take);
    let result = closed.map(drop).ok_or_else(|| io::Error::from_raw_os_error(libc::EBADF));
    checked_descriptor(cx, result, "close")?;
    Ok(cx.undefined())
}

/// Goes to `position`, if it is a number.
fn seek(file: &mut File, position: Option<u64>) -> io::Result<()> {
    position.map_or(Ok(0), |position| file.seek(SeekFrom::Start(position))).map(|_| ())
}

fn position_of(cx: &mut Cx<'_>, args: Args<'_>) -> JsResult<Option<u64>> {
    let position = args.get(cx, 2);
    if !position.val(cx).is_number() {
        return Ok(None);
    }
    to_length(cx, position).map(Some)
}

/// `read(fd, length, position)`: a Buffer with what was read.
fn read<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const MOST: u64 = 1 << 30;
    let number = descriptor(cx, args)?;
    let length = args.get(cx, 1);
    let length = to_length(cx, length)?.min(MOST) as usize;
    let position = position_of(cx, args)?;
    let mut bytes = vec![0; length];
    let result = with_file(cx, number, |file| seek(file, position).and_then(|()| file.read(&mut bytes)));
    let count = checked_descriptor(cx, result, "read")?;
    Ok(buffer_from_bytes(cx, &bytes[..count])?.any())
}

/// `write(fd, chunk, position)`: how many bytes were written.
fn write<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = descriptor(cx, args)?;
    let data = args.get(cx, 1);
    let bytes = chunk(cx, data)?;
    let position = position_of(cx, args)?;
    let result = with_file(cx, number, |file| seek(file, position).and_then(|()| file.write_all(&bytes)));
    checked_descriptor(cx, result, "write")?;
    Ok(cx.number(bytes.len() as f64))
}

fn fstat<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = descriptor(cx, args)?;
    let result = with_file(cx, number, |file| file.metadata());
    let facts = checked_descriptor(cx, result, "fstat")?;
    Ok(facts_object(cx, &facts).any())
}
