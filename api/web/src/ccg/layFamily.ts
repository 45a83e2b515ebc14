// Where the boxes of a family stand: generations side by side where there is room, and else one beneath the other.

import type { Family, Member } from "./lineage.ts";

export interface Box {
    member: Member;
    /** Its name, broken into lines. */
    lines: string[];
    /** The day on which it took over, which stands above it. */
    tookOverOn?: string;
    x: number;
    y: number;
    width: number;
    height: number;
}

export interface Layout {
    boxes: Box[];
    /** The lines from those who closed to those who took over. */
    paths: string[];
    height: number;
}

/** How wide a box is, at least and at most, where generations stand side by side. */
const LEAST = 240;
const MOST = 380;

/** Between generations, and between boxes of the same. */
const GUTTER = 96;
const GAP = 10;

/** Of a box: around the text, a line of it, and how wide a letter is on average, rather too much than too little. */
export const PADDING = 10;
export const LINE = 18;
const LETTER = 9;

/** Left of boxes that stand one beneath the other, for the lines between them. */
const RAIL = 28;

export function layFamily(family: Family, width: number): Layout {
    const columns = family.generations.length;
    const column = (width - (columns - 1) * GUTTER) / columns;
    return columns === 1 || column >= LEAST ? sideBySide(family, Math.min(column, MOST)) : beneath(family, width);
}

function sideBySide(family: Family, width: number): Layout {
    const stacks = family.generations.map((members) => stack(members, family, width));
    const height = Math.max(...stacks.map(extent));
    const boxes = stacks.flatMap((stack, generation) => {
        const top = LINE + 1 + (height - extent(stack)) / 2 - topOf(stack);
        return stack.map((box) => ({ ...box, x: 1 + generation * (width + GUTTER), y: box.y + top }));
    });
    const paths = pathsOf(family, boxes, (from, to) => {
        const end = from.x + from.width;
        const middle = (end + to.x) / 2;
        return `M${end} ${centre(from)}C${middle} ${centre(from)} ${middle} ${centre(to)} ${to.x} ${centre(to)}`;
    });
    return { boxes, paths, height: LINE + height + 2 };
}

function beneath(family: Family, width: number): Layout {
    let top = 0;
    const boxes = family.generations.flatMap((members, generation) => {
        const placed = stack(members, family, width - RAIL).map((box) => ({ ...box, x: RAIL, y: top + box.y, generation }));
        top = bottomOf(placed) + GAP;
        return placed;
    });
    const paths = pathsOf(family, boxes, (from, to) => {
        // Neighbouring steps have rails of their own, so that they do not run into one.
        const rail = 6 + 10 * (to.generation % 2);
        return `M${from.x} ${centre(from)}H${rail}V${centre(to)}H${to.x}`;
    });
    return { boxes, paths, height: top };
}

function pathsOf<Placed extends Box>(
    { takeovers }: Family,
    boxes: readonly Placed[],
    path: (from: Placed, to: Placed) => string,
): string[] {
    const byCode = new Map(boxes.map((box) => [box.member.odsCode, box]));
    return takeovers.flatMap((takeover) => {
        const [from, to] = [byCode.get(takeover.from), byCode.get(takeover.to)];
        return from && to ? [path(from, to)] : [];
    });
}

/** Boxes one beneath the other, with room above those that took over for the day on which they did. */
function stack(members: readonly Member[], { takeovers }: Family, width: number): Box[] {
    let top = 1;
    return members.map((member) => {
        const lines = wrap(member.name, Math.floor((width - 2 * PADDING) / LETTER));
        const tookOverOn = takeovers.find(({ to }) => to === member.odsCode)?.on;
        const y = tookOverOn ? top + LINE : top;
        const height = (lines.length + 1) * LINE + 2 * PADDING - 4;
        top = y + height + GAP;
        return { member, lines, tookOverOn, x: 1, y, width, height };
    });
}

const centre = ({ y, height }: Box): number => y + height / 2;

const topOf = (stack: readonly Box[]): number => stack[0]?.y ?? 0;

function bottomOf(stack: readonly Box[]): number {
    const last = stack.at(-1);
    return last ? last.y + last.height : 0;
}

/** From the first box to the last one, without what stands above the first. */
const extent = (stack: readonly Box[]): number => bottomOf(stack) - topOf(stack);

/** Breaks a text between words, into lines of so many letters at most. */
function wrap(text: string, letters: number): string[] {
    const lines: string[] = [];
    for (const word of text.split(" ")) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
    }
    return lines;
}
