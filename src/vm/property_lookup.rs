//! Lookups that inline caches may remember: through maps and prototypes alone, without running anything.

use super::inline_cache::{Detail, Site, current_epoch};
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::descriptors::Attributes;
use crate::objects::kinds::Kind;
use crate::objects::map::{Location, Map, MapFlags};
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::objects::property;
use crate::objects::roots::{N, Root};
use crate::objects::string::JsString;
use crate::objects::typed_array;

/// Word of a cell's value.
const CELL_VALUE: usize = 1;

/// What a lookup found.
#[derive(Clone, Copy)]
pub enum Lookup<'g> {
    /// In a slot of `holder`.
    Found { holder: Gc<'g, JsObject>, location: Location, attributes: Attributes },
    /// Nowhere up to the end of the chain.
    Absent,
    /// Only the general operation can tell.
    Unknown,
}

/// What an object says of itself alone.
enum Own {
    Slot(Location, Attributes),
    Absent,
    Unknown,
}

fn own(cx: &Cx<'_>, object: Gc<'_, JsObject>, name: Gc<'_, Name>) -> Own {
    let map = object.map();
    if let Some((_, details)) = map.find(name) {
        if details.attributes.contains(Attributes::COMPUTED) {
            return Own::Unknown;
        }
        return Own::Slot(map.location(details.slot), details.attributes);
    }
    let is_virtual = match object.object_kind() {
        Kind::Proxy | Kind::ModuleNamespace => true,
        Kind::Array | Kind::StringObject => name.val().is_same_word(cx.name(N::length).val(cx)),
        Kind::TypedArray => {
            name.as_string().is_some() && {
                let root = name.root(cx);
                typed_array::is_numeric_key(cx, Key::Name(root))
            }
        }
        _ => false,
    };
    if is_virtual { Own::Unknown } else { Own::Absent }
}

/// Looks `name` up from `start` on along the prototype chain. `is_receiver`: `start` must not be in dictionary mode, since
/// the caller will rely on its map.
fn walk<'g>(cx: &'g Cx<'_>, start: Gc<'g, JsObject>, name: Gc<'_, Name>, is_receiver: bool) -> Lookup<'g> {
    let mut object = start;
    let mut relies_on_map = is_receiver;
    loop {
        let map = object.map();
        if map.is_dictionary() {
            if relies_on_map || dictionary_has(cx, object, name) {
                return Lookup::Unknown;
            }
        } else {
            match own(cx, object, name) {
                Own::Slot(location, attributes) => return Lookup::Found { holder: object, location, attributes },
                Own::Absent => {}
                Own::Unknown => return Lookup::Unknown,
            }
        }
        relies_on_map = false;
        match map.prototype().cast::<JsObject>() {
            None => return Lookup::Absent,
            Some(parent) if !parent.map().has(MapFlags::PROTOTYPE) => return Lookup::Unknown,
            Some(parent) => object = parent,
        }
    }
}

fn dictionary_has(cx: &Cx<'_>, object: Gc<'_, JsObject>, name: Gc<'_, Name>) -> bool {
    let is_exotic = matches!(object.object_kind(), Kind::Proxy | Kind::ModuleNamespace | Kind::TypedArray);
    let name = name.root(cx);
    is_exotic || crate::objects::property::find(cx, object, Key::Name(name)).is_some()
}

/// Looks `name` up in `object` and its prototypes.
pub fn lookup<'g>(cx: &'g Cx<'_>, object: Gc<'g, JsObject>, name: Gc<'_, Name>) -> Lookup<'g> {
    walk(cx, object, name, true)
}

/// Where the prototype of the map in `root` itself has `name` as data, until the epoch ends.
pub fn own_data(cx: &Cx<'_>, root: Root, name: Handle<'_, Name>) -> Option<Detail> {
    let map: Gc<'_, Map> = cx.root(root).must();
    let prototype = map.prototype().cast::<JsObject>()?;
    let Lookup::Found { holder, location, attributes } = lookup(cx, prototype, name.get(cx)) else { return None };
    let is_own_data = holder.val().is_same_word(prototype.val()) && !attributes.contains(Attributes::ACCESSOR);
    if !is_own_data || !prototype.map().has(MapFlags::PROTOTYPE) {
        return None;
    }
    validate(cx, map, Some(prototype));
    Some(Detail::of(location))
}

/// Marks the prototypes from that of `map` up to `holder` (to the end, if None): a cache relies on them now.
pub fn validate(cx: &Cx<'_>, map: Gc<'_, Map>, holder: Option<Gc<'_, JsObject>>) {
    let mut next = map.prototype().cast::<JsObject>();
    while let Some(object) = next {
        let map = object.map();
        map.set_map_flags(cx, map.map_flags() | MapFlags::VALIDATED);
        if holder.is_some_and(|holder| holder.val().is_same_word(object.val())) {
            return;
        }
        next = map.prototype().cast();
    }
}

/// Loads property `name` of `receiver` if a cacheable lookup finds it as data (or finds it absent). `site` remembers that,
/// and where accessors were found.
pub fn load<'s>(cx: &mut Cx<'s>, receiver: Handle<'_>, name: Handle<'_, Name>, site: Site<'_>) -> Option<Handle<'s>> {
    if let Some(object) = receiver.cast::<JsObject>(cx) {
        return load_from_object(cx, object, name, site);
    }
    receiver.cast::<JsString>(cx)?;
    let prototype = cx.root_handle::<JsObject>(Root::StringPrototype);
    if name.val(cx).is_same_word(cx.name(N::length).val(cx)) {
        return None;
    }
    let Lookup::Found { holder, location, attributes } = walk(cx, prototype.get(cx), name.get(cx), false) else {
        return None;
    };
    if attributes.contains(Attributes::ACCESSOR) || !holder.map().has(MapFlags::PROTOTYPE) {
        return None;
    }
    let value = Detail::of(location).read(holder);
    let map = prototype.get(cx).map();
    map.set_map_flags(cx, map.map_flags() | MapFlags::VALIDATED);
    validate(cx, map, Some(holder));
    site.record_load(cx, 0, holder.val(), Detail::of(location));
    Some(value.root(cx))
}

fn load_from_object<'s>(
    cx: &mut Cx<'s>,
    object: Handle<'_, JsObject>,
    name: Handle<'_, Name>,
    site: Site<'_>,
) -> Option<Handle<'s>> {
    if site.is_megamorphic() {
        return load_megamorphic(cx, object, name);
    }
    let raw = object.get(cx);
    if raw.object_kind() == Kind::ModuleNamespace {
        return load_export(cx, raw, name, site);
    }
    let (holder, detail) = find(cx, raw, name.get(cx))?;
    match holder {
        None if !detail.intersects(Detail::IN_STORAGE | Detail::ABSENT | Detail::ACCESSOR) => {
            site.record_own(cx, raw.map(), Location::Inline(detail.word()));
        }
        _ => site.record_load(cx, raw.meta(), holder.map_or(Val::UNDEFINED, Gc::val), detail),
    }
    value_of(cx, holder.unwrap_or(raw), detail)
}

/// What `detail` says of `holder`, unless a getter would have to say it.
fn value_of<'s>(cx: &Cx<'s>, holder: Gc<'_, JsObject>, detail: Detail) -> Option<Handle<'s>> {
    (!detail.contains(Detail::ACCESSOR)).then(|| detail.read(holder).root(cx))
}

/// The binding that `name` means in a module namespace, once it is initialised: its cell stays, and the namespace's map is
/// its own, so that the site may remember the cell.
fn load_export<'s>(
    cx: &Cx<'s>,
    namespace: Gc<'_, JsObject>,
    name: Handle<'_, Name>,
    site: Site<'_>,
) -> Option<Handle<'s>> {
    let found = property::find(cx, namespace, Key::Name(name))?;
    let property::Place::Dictionary(entry) = found.place else { return None };
    let cell = property::cell_of(namespace, entry).filter(|cell| !cell.value().is_hole())?;
    site.record_load(cx, namespace.meta(), cell.val(), Detail::of(Location::Inline(CELL_VALUE)));
    Some(cell.value().root(cx))
}

/// [`load`] where no site remembers, but the megamorphic cache does.
pub fn load_megamorphic<'s>(
    cx: &mut Cx<'s>,
    object: Handle<'_, JsObject>,
    name: Handle<'_, Name>,
) -> Option<Handle<'s>> {
    if let Some(value) = cx.megamorphic_load(object.get(cx), name.get(cx)) {
        return Some(value.root(cx));
    }
    let raw = object.get(cx);
    let (holder, detail) = find(cx, raw, name.get(cx))?;
    if let Some(epoch) = current_epoch(cx) {
        let holder = holder.map_or(Val::UNDEFINED, Gc::val);
        // SAFETY: the machine lives as long as the context; nothing else uses the cache meanwhile.
        #[allow(unsafe_code, reason = "the machine behind the context")]
        unsafe { &mut (*cx.vm()).megamorphic }.record(raw.meta(), name.get(cx), holder, detail, epoch);
    }
    value_of(cx, holder.unwrap_or(raw), detail)
}

/// Where a cacheable lookup finds the data or the accessors of property `name`: the holder, if it is not the object itself, and where in it.
/// The prototypes on the way are marked.
fn find<'g>(
    cx: &'g Cx<'_>,
    object: Gc<'g, JsObject>,
    name: Gc<'_, Name>,
) -> Option<(Option<Gc<'g, JsObject>>, Detail)> {
    match lookup(cx, object, name) {
        Lookup::Unknown => None,
        Lookup::Absent => {
            validate(cx, object.map(), None);
            Some((None, Detail::MARK | Detail::ABSENT))
        }
        Lookup::Found { holder, location, attributes } => {
            let is_accessor = attributes.contains(Attributes::ACCESSOR);
            let detail = Detail::of(location) | if is_accessor { Detail::ACCESSOR } else { Detail::empty() };
            if holder.val().is_same_word(object.val()) {
                return Some((None, detail));
            }
            validate(cx, object.map(), Some(holder));
            Some((Some(holder), detail))
        }
    }
}
