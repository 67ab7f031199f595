"""Photos of test bodies: an own rasteriser with clothes, light, rooms, a lens and a sensor.

Nothing here is shared with the fit that is judged by these photos (body.photo): another skinning, another projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ampc_desktop.body.bake.source import Source

Array = npt.NDArray[Any]
Image = npt.NDArray[Any]

WIDTH, HEIGHT = 750, 1000
FINE = 3
"""Pictures are drawn this much larger and averaged down."""
FILM_DIAGONAL_MM = 43.2666
_SHIFT = 4


@dataclass(frozen=True, eq=False)
class Look:
    """What a person wears and how the room and camera are; drawn by `looks`."""

    top_mm: float
    trousers_mm: float
    hair_mm: float
    sleeve: float
    leg: float
    textured: bool
    colours: dict[str, Array]
    focal_35mm: float
    fill: float
    lens_height_m: float
    tilt_deg: float
    roll_deg: float
    shift: tuple[float, float]
    yaw_deg: float
    light: Array
    noise: float
    quality: int
    cast_shadow: bool
    seed: int


def looks(rng: np.random.Generator, textured: bool) -> Look:
    """Clothes 5 to 15 mm off the body, focal length 24 to 85 mm, camera by hand."""

    def colour(low: float, high: float) -> Array:
        hue, saturation, value = rng.uniform(0, 1), rng.uniform(0.0, 0.75), rng.uniform(low, high)
        hsv = np.array([[[hue * 179, saturation * 255, value * 255]]], np.uint8)
        return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0, 0] / 255)

    skins = np.array(
        [[0.93, 0.76, 0.66], [0.86, 0.66, 0.53], [0.72, 0.52, 0.39], [0.52, 0.36, 0.27], [0.36, 0.25, 0.2]]
    )
    hairs = np.array([[0.1, 0.08, 0.07], [0.25, 0.17, 0.11], [0.45, 0.31, 0.18], [0.72, 0.6, 0.4], [0.6, 0.58, 0.56]])
    colours = {
        "skin": skins[rng.integers(len(skins))],
        "hair": hairs[rng.integers(len(hairs))],
        "top": colour(0.1, 0.95),
        "trousers": colour(0.05, 0.7),
    }
    light = np.array([rng.uniform(-0.6, 0.6), rng.uniform(0.2, 0.9), rng.uniform(0.5, 1.0)])
    return Look(
        top_mm=rng.uniform(5, 15),
        trousers_mm=rng.uniform(5, 15),
        hair_mm=rng.uniform(3, 25),
        sleeve=float(rng.choice([0.15, 0.7, 1.9])),
        leg=float(rng.choice([0.9, 1.95])),
        textured=textured,
        colours=colours,
        focal_35mm=float(np.exp(rng.uniform(np.log(24), np.log(85)))),
        fill=rng.uniform(0.78, 0.9),
        lens_height_m=rng.uniform(0.9, 1.6),
        tilt_deg=rng.normal(0, 0.8),
        roll_deg=rng.normal(0, 1.0),
        shift=(rng.normal(0, 0.02), rng.normal(0, 0.01)),
        yaw_deg=rng.normal(0, 4.0),
        light=light / np.linalg.norm(light),
        noise=rng.uniform(0.004, 0.02),
        quality=int(rng.integers(80, 91)),
        cast_shadow=bool(rng.random() < 0.5),
        seed=int(rng.integers(2**31)),
    )


def pose(rng: np.random.Generator, side: bool = False) -> dict[str, Array]:
    """Axis-angle (radians) by bone of someone asked for an A-pose, who never quite takes it."""
    deg = np.pi / 180
    turns: dict[str, Array] = {}
    for end, sign in (("L", 1.0), ("R", -1.0)):
        drop = rng.normal(0, 7) - (30 if side else 0)  # from the side the arms hang
        swing = rng.normal(0, 5) + (22 if side else 0)
        turns[f"upperarm01.{end}"] = deg * np.array([swing, rng.normal(0, 8), sign * drop])
        turns[f"lowerarm01.{end}"] = deg * np.array([rng.normal(0, 5), rng.normal(0, 8), sign * rng.normal(0, 5)])
        turns[f"upperleg01.{end}"] = deg * np.array([rng.normal(0, 2), rng.normal(0, 4), sign * rng.normal(0, 2.5)])
        turns[f"lowerleg01.{end}"] = deg * np.array([abs(rng.normal(0, 2)), 0, rng.normal(0, 0.7)])
        turns[f"clavicle.{end}"] = deg * np.array([0, rng.normal(0, 2), sign * rng.normal(0, 2)])
        turns[f"foot.{end}"] = deg * np.array([rng.normal(0, 2), rng.normal(0, 5), 0])
    for bone, sd in (("spine05", 1.0), ("spine03", 1.5), ("spine02", 1.5), ("neck01", 3.0), ("head", 3.0)):
        turns[bone] = deg * rng.normal(0, sd, 3)
    return turns


def posed(source: Source, vertices: Array, bones: Array, turns: dict[str, Array]) -> Array:
    """Linear blend skinning over all bones of the source; the feet stand on y = 0. Metres."""
    count = len(source.bone_labels)
    linear, moved = np.zeros((count, 3, 3)), np.zeros((count, 3))
    for i, label in enumerate(source.bone_labels):
        own = cv2.Rodrigues(turns.get(label, np.zeros(3)))[0]
        parent = source.bone_parents[i]
        if parent < 0:
            linear[i], moved[i] = own, bones[i] - own @ bones[i]
        else:
            linear[i] = linear[parent] @ own
            at = linear[parent] @ bones[i] + moved[parent]
            moved[i] = at - linear[i] @ bones[i]
    blend = np.einsum("vb,bij->vij", source.weights, linear)
    placed = np.einsum("vij,vj->vi", blend, vertices) + source.weights @ moved
    placed[:, 1] -= placed[:, 1].min()
    return np.asarray(placed)


def normals(vertices: Array, faces: npt.NDArray[np.int64]) -> Array:
    """Unit normals of the vertices, weighted by area."""
    corners = vertices[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    summed = np.zeros_like(vertices)
    for k in range(3):
        np.add.at(summed, faces[:, k], across)
    return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12))


def _wave(points: Array, rng: np.random.Generator, longest_m: float = 0.3) -> Array:
    """Smooth noise in space, about ±1."""
    total = np.zeros(len(points))
    for _ in range(6):
        direction = rng.normal(size=3)
        direction *= 2 * np.pi / (rng.uniform(0.3, 1.0) * longest_m) / np.linalg.norm(direction)
        total += np.sin(points @ direction + rng.uniform(0, 2 * np.pi))
    return total / 2.5


def _share(source: Source, *bones: str) -> Array:
    """How far each vertex belongs to bones whose names begin so."""
    chosen = [i for i, label in enumerate(source.bone_labels) if label.startswith(bones)]
    return np.asarray(source.weights[:, chosen].sum(axis=1))


def dressed(source: Source, rest: Array, look: Look) -> tuple[Array, Array]:
    """(V,) metres the surface stands off each vertex, and (F, 3) colour of each face. rest: the body before posing."""
    rng = np.random.default_rng(look.seed)
    wave = _wave(rest, rng)
    worn = _worn(source, rest, look)
    off = np.zeros(len(rest))
    for what, stands_off in (("top", look.top_mm), ("trousers", look.trousers_mm), ("hair", look.hair_mm)):
        off[worn[what] > 0] = stands_off / 1000 * (1 + 0.2 * wave[worn[what] > 0])
    off[_share(source, "eye") > 0.5] = 0.0
    faces = source.faces
    place, wave = rest[faces].mean(axis=1), wave[faces].mean(axis=1)
    colour = np.tile(look.colours["skin"], (len(faces), 1))
    stripes = np.sign(np.sin(place[:, 1] * 2 * np.pi / 0.05)) if rng.random() < 0.25 else 0.6 * wave
    pattern = {"top": 1 + 0.12 * stripes, "trousers": 1 + 0.06 * wave, "hair": 1 + 0.15 * wave}
    for what, factor in pattern.items():
        inside = worn[what][faces].mean(axis=1) > 0
        colour[inside] = look.colours[what] * factor[inside, None]
    return _smoothed(off, faces, 2), np.clip(colour, 0.02, 1.0)


def _worn(source: Source, rest: Array, look: Look) -> dict[str, Array]:
    """By piece of clothing: a value per vertex that is positive where it covers and crosses zero at its edge."""
    head, neck = _share(source, "head", "eye", "neck03"), _share(source, "neck01", "neck02")
    hand, forearm = _share(source, "wrist", "finger", "metacarpal"), _share(source, "lowerarm")
    upper, foot = _share(source, "upperarm"), _share(source, "foot", "toe")
    thigh, shin = _share(source, "upperleg"), _share(source, "lowerleg")
    y, z = rest[:, 1] - rest[:, 1].min(), rest[:, 2]
    stature = float(y.max())
    arm = 0.5 * upper + 1.5 * forearm + 2.5 * hand  # 0 on the trunk … 2.5 on the hand
    leg = 0.5 * thigh + 1.5 * shin + 2.5 * foot
    waist = (y / stature - 0.585) * 20
    skull = rest[head > 0.5]
    middle, reach = skull.mean(axis=0), np.ptp(skull, axis=0)
    high = (rest[:, 1] - middle[1]) / reach[1]
    back = (middle[2] - z) / reach[2]
    scalp = np.maximum(high - 0.28, np.minimum(back - 0.1, high + 0.3))
    return {
        "top": np.minimum.reduce([waist, look.sleeve - arm, 0.45 - head - neck, 0.6 - leg]),
        "trousers": np.minimum.reduce([-waist, look.leg - leg, 0.3 - arm, 0.5 - head]),
        "hair": np.minimum(scalp, head - 0.5),
    }


def _smoothed(values: Array, faces: npt.NDArray[np.int64], rounds: int) -> Array:
    """Mean over the neighbours, a few times: a hem has no step of a whole vertex."""
    for _ in range(rounds):
        total, count = np.zeros_like(values), np.zeros_like(values)
        for a, b in ((0, 1), (1, 2), (2, 0)):
            for i, j in ((a, b), (b, a)):
                np.add.at(total, faces[:, i], values[faces[:, j]])
                np.add.at(count, faces[:, i], 1.0)
        values = 0.5 * values + 0.5 * total / np.maximum(count, 1)
    return values


def project(points: Array, look: Look, side: bool) -> tuple[Array, Array]:
    """(n, 2) pixels and (n,) depths in metres. The camera stands so far off that the figure fills `look.fill`."""
    focal = look.focal_35mm / FILM_DIAGONAL_MM * np.hypot(WIDTH, HEIGHT)
    high, wide = np.ptp(points[:, 1]), 2 * np.abs(points[:, 2 if side else 0]).max()
    distance = focal * max(high / (look.fill * HEIGHT), wide / (0.86 * WIDTH))
    yaw = np.radians(look.yaw_deg + (90 if side else 0))
    turned = points.copy()
    turned[:, 0] = points[:, 0] * np.cos(yaw) + points[:, 2] * np.sin(yaw)
    turned[:, 2] = -points[:, 0] * np.sin(yaw) + points[:, 2] * np.cos(yaw)
    down = np.arctan2(look.lens_height_m - 0.5 * high, distance) + np.radians(look.tilt_deg)
    x, y, z = turned[:, 0], turned[:, 1] - look.lens_height_m, distance - turned[:, 2]
    up, depth = y * np.cos(down) + z * np.sin(down), z * np.cos(down) - y * np.sin(down)
    roll = np.radians(look.roll_deg)
    right, up = x * np.cos(roll) - up * np.sin(roll), x * np.sin(roll) + up * np.cos(roll)
    u, v = focal * right / depth, -focal * up / depth
    middle = (np.array([u.min(), v.min()]) + np.array([u.max(), v.max()])) / 2
    # a person aims at the middle of the figure, not quite; the lens is turned, so this is no crop
    turn = np.arctan2(middle - np.array(look.shift) * (WIDTH, HEIGHT), focal)
    return _aimed(right, up, depth, float(turn[0]), float(turn[1]), focal)


def _aimed(right: Array, up: Array, depth: Array, yaw: float, pitch: float, focal: float) -> tuple[Array, Array]:
    """Pixels and depths once the camera is turned by yaw (to the right) and pitch (down), radians."""
    x, ahead = right * np.cos(yaw) - depth * np.sin(yaw), depth * np.cos(yaw) + right * np.sin(yaw)
    y, ahead = up * np.cos(pitch) + ahead * np.sin(pitch), ahead * np.cos(pitch) - up * np.sin(pitch)
    return np.stack([WIDTH / 2 + focal * x / ahead, HEIGHT / 2 - focal * y / ahead], axis=1), ahead


def photo(source: Source, body: Array, rest: Array, look: Look, side: bool = False) -> tuple[bytes, Image]:
    """JPEG and true mask (HEIGHT, WIDTH; 0 or 1) of a posed body. rest: the same body before posing."""
    off, colour = dressed(source, rest, look)
    normal = normals(body, source.faces)
    surface = body + off[:, None] * normal
    normal = normals(surface, source.faces)
    pixels, depth = project(surface, look, side)
    yaw = np.radians(look.yaw_deg + (90 if side else 0))
    light = np.array(
        [
            look.light[0] * np.cos(yaw) - look.light[2] * np.sin(yaw),
            look.light[1],
            look.light[0] * np.sin(yaw) + look.light[2] * np.cos(yaw),
        ]
    )
    shade = 0.45 + 0.55 * np.clip(normal @ light, 0, 1) + 0.1 * normal[:, 1]
    lit = np.clip(colour * shade[source.faces].mean(axis=1)[:, None], 0, 1)
    figure, mask = _drawn(pixels, depth, lit, source.faces)
    rng = np.random.default_rng(look.seed + 1)
    scene = _room(rng, look.textured, pixels)
    if look.cast_shadow:
        scene *= 1 - 0.35 * _shadow(mask, int(rng.integers(15, 60)) * (1 if look.light[0] < 0 else -1), rng)[..., None]
    scene *= 1 - 0.4 * _contact(pixels)[..., None]
    picture = scene * (1 - mask[..., None]) + figure
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 0.9))
    gain = 1 + rng.normal(0, 0.03, 3)
    picture = picture * gain + rng.normal(0, look.noise, picture.shape) * (0.4 + picture)
    rounded = (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)
    jpeg = cv2.imencode(".jpg", rounded[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, look.quality])[1].tobytes()
    return jpeg, (mask >= 0.5).astype(np.uint8)


def _drawn(pixels: Array, depth: Array, colour: Array, faces: npt.NDArray[np.int64]) -> tuple[Array, Array]:
    """Painter's algorithm at FINE times the size: premultiplied colours and coverage in 0..1."""
    corners = pixels[faces]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    facing = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0] < 0
    chosen = np.flatnonzero(facing)
    chosen = chosen[np.argsort(-depth[faces[chosen]].mean(axis=1), kind="stable")]
    points = np.rint((corners[chosen] * FINE - 0.5) * 2**_SHIFT).astype(np.int32)
    tints = colour[chosen]
    canvas = np.zeros((HEIGHT * FINE, WIDTH * FINE, 3), np.float32)
    cover = np.zeros((HEIGHT * FINE, WIDTH * FINE), np.uint8)
    for triangle, tint in zip(points, tints, strict=True):
        cv2.fillConvexPoly(canvas, triangle, tuple(map(float, tint)), cv2.LINE_8, _SHIFT)
    for triangle in points:
        cv2.fillConvexPoly(cover, triangle, 255, cv2.LINE_8, _SHIFT)
    size = (WIDTH, HEIGHT)
    return (
        cv2.resize(canvas, size, interpolation=cv2.INTER_AREA).astype(float),
        cv2.resize(cover, size, interpolation=cv2.INTER_AREA).astype(float) / 255,
    )


def _room(rng: np.random.Generator, textured: bool, pixels: Array) -> Array:
    """A wall and a floor, plain with a gradient or cluttered with patterns and things."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    horizon = float(pixels[:, 1].max()) - rng.uniform(20, 140)
    wall, floor = rng.uniform(0.45, 0.95, 3) * 0.35 + rng.uniform(0.3, 0.6), rng.uniform(0.25, 0.7, 3)
    if not textured:
        wall = np.full(3, rng.uniform(0.45, 0.9)) + rng.normal(0, 0.04, 3)
        floor = wall * rng.uniform(0.8, 0.97)
    scene = np.tile(wall, (HEIGHT, WIDTH, 1)).astype(float)
    ground = 1 / (1 + np.exp(-(rows - horizon) / 1.5))[..., None]
    if textured:
        scene = _clutter(scene, rng)
        boards = 1 + 0.12 * np.sign(np.sin((columns - WIDTH / 2) / (rows - horizon + 60) * rng.uniform(4, 12)))
        floor_picture = np.tile(floor, (HEIGHT, WIDTH, 1)) * boards[..., None] * (1 + 0.1 * _noise(rng, 6))[..., None]
    else:
        floor_picture = np.tile(floor, (HEIGHT, WIDTH, 1))
    scene = scene * (1 - ground) + floor_picture * ground
    slope = rng.normal(0, 0.12, 2)
    scene *= (1 + slope[0] * (columns / WIDTH - 0.5) + slope[1] * (rows / HEIGHT - 0.5))[..., None]
    scene *= (1 + rng.uniform(0.01, 0.05) * _noise(rng, 150))[..., None]
    return np.asarray(np.clip(scene, 0.02, 1))


def _clutter(scene: Array, rng: np.random.Generator) -> Array:
    """Wallpaper, frames, shelves, plants: edges and colours of every kind behind the figure."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    angle, period = rng.uniform(0, np.pi), rng.uniform(12, 70)
    wave = np.sin((columns * np.cos(angle) + rows * np.sin(angle)) * 2 * np.pi / period)
    scene = scene * (1 + rng.uniform(0.03, 0.15) * np.sign(wave))[..., None]
    scene = scene * (1 + 0.04 * _noise(rng, 8) + 0.07 * _noise(rng, 30))[..., None]
    painted = np.ascontiguousarray(scene.astype(np.float32))
    for _ in range(int(rng.integers(8, 20))):
        tint = tuple(map(float, rng.uniform(0.08, 0.95) * (1 + rng.uniform(-0.35, 0.35, 3))))
        x, y = int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT))
        w, h = int(rng.integers(20, 220)), int(rng.integers(20, 260))
        kind = rng.integers(4)
        if kind == 0:
            cv2.rectangle(painted, (x, y), (x + w, y + h), tint, -1)
        elif kind == 1:
            cv2.rectangle(painted, (x, y), (x + w, y + h), tint, int(rng.integers(3, 14)))
        elif kind == 2:
            cv2.ellipse(painted, (x, y), (w // 2, h // 2), float(rng.uniform(0, 180)), 0, 360, tint, -1, cv2.LINE_AA)
        else:
            turn = rng.uniform(0, np.pi, 6)
            for t in turn:
                end = (int(x + w * np.cos(t)), int(y - h * np.sin(t)))
                cv2.line(painted, (x, y), end, tint, int(rng.integers(2, 9)), cv2.LINE_AA)
    return cv2.GaussianBlur(painted, (0, 0), rng.uniform(0.6, 2.5)).astype(float)


def _noise(rng: np.random.Generator, size_px: float) -> Array:
    """Smooth noise over the picture with unit spread; blobs of size_px."""
    small = rng.normal(size=(max(2, int(HEIGHT / size_px)) + 2, max(2, int(WIDTH / size_px)) + 2))
    grown = cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return grown / max(float(grown.std()), 1e-9)


def _shadow(mask: Array, right_px: int, rng: np.random.Generator) -> Array:
    shift = np.array([[1, 0, right_px], [0, 1, rng.uniform(0, 20)]], float)
    moved = cv2.warpAffine(mask, shift, (WIDTH, HEIGHT))
    return cv2.GaussianBlur(moved, (0, 0), rng.uniform(6, 20))


def _contact(pixels: Array) -> Array:
    low = pixels[pixels[:, 1] > np.quantile(pixels[:, 1], 0.97)]
    spot = np.zeros((HEIGHT, WIDTH), np.float64)
    middle = (int(low[:, 0].mean()), int(low[:, 1].max()) - 6)
    cv2.ellipse(spot, middle, (int(np.ptp(low[:, 0]) * 0.65), 16), 0, 0, 360, 1.0, -1)
    return cv2.GaussianBlur(spot, (0, 0), 9)
