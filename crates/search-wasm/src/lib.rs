//! The search core as a WebAssembly module for the reader's browser.
//!
//! In: the hot part of a pack, queries, and the chunks that a query turned out to need. Out: JSON.
//! The module imports nothing and knows nothing of requests. Its host writes bytes into the buffer
//! that [`reserve`] makes, calls [`open`], [`search`] or [`add_chunk`], which take them, and reads
//! what [`result_start`] and [`result_length`] tell of. Not here: anything that search means
//! (`studium-search`).
//!
//! The same functions exist on every target, so that tests can call them; only in WebAssembly are
//! they exported by these names, which elsewhere belong to the system.

mod json;
mod module;

use std::cell::RefCell;
use std::mem::ManuallyDrop;

use module::Module;

thread_local! {
    // A worker has one thread and one module, which lasts as long as the worker.
    static MODULE: ManuallyDrop<RefCell<Option<Module>>> = const { ManuallyDrop::new(RefCell::new(None)) };
}

fn with<T>(act: impl FnOnce(&mut Module) -> T) -> T {
    MODULE.with(|module| act(module.borrow_mut().get_or_insert_default()))
}

/// Makes a buffer of `length` bytes for what comes next, and returns where it starts.
///
/// It may be written until the next call of any function, which may also move the memory.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    with(|module| module.reserve(length))
}

/// Opens the hot part in the buffer, in place of any that was open. Returns 0, or 1 for bytes that
/// are no pack, 2 for a pack of another version, 3 for a damaged one.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn open() -> u32 {
    with(Module::open)
}

/// Asks the query in the buffer. Returns 0 when the result is an answer, 1 when it lists the chunks
/// that must be added before asking again, 2 when nothing is open.
///
/// An answer is `{"hits":[…],"total":…,"corrected":…}`; chunks are `[[number,"file name"],…]`.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn search(limit: usize) -> u32 {
    with(|module| module.search(limit))
}

/// Adds the chunk in the buffer. Returns 0, or 1 for one that did not come whole, which is not added.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn add_chunk(number: u32) -> u32 {
    with(|module| module.add_chunk(number))
}

/// Returns how many bytes of chunks are held.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn held() -> usize {
    with(|module| module.held())
}

/// Drops all chunks.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn forget() {
    with(Module::forget);
}

/// Returns where the result of the last [`search`] starts.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn result_start() -> *const u8 {
    with(|module| module.result().as_ptr())
}

/// Returns how many bytes the result of the last [`search`] has.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn result_length() -> usize {
    with(|module| module.result().len())
}
