// Numbers as they are written in British English.

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });

export const number = (value: number): string => whole.format(value);

/** A share is never shown without its parts. */
export const share = (part: number, whole: number): string =>
    whole === 0 ? `${number(part)} of 0` : `${number(part)} of ${number(whole)} (${percent.format(part / whole)})`;

/** "1 CCG", "2 CCGs". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
    `${number(value)} ${value === 1 ? one : many}`;

/** "2 CCGs", or "3 CCGs, of which the first 2 are shown". */
export const shownOf = (shown: number, all: number, one: string, many?: string): string =>
    `${counted(all, one, many)}${shown < all ? `, of which the first ${number(shown)} are shown` : ""}`;
