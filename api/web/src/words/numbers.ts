// Numbers as they are written in British English.

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });

export const number = (value: number): string => whole.format(value);

/** A share is never shown without its parts. */
export const share = (part: number, whole: number): string =>
    whole === 0 ? `${number(part)} of 0` : `${number(part)} of ${number(whole)} (${percent.format(part / whole)})`;

/** "2 CCGs", or "The first 2 of 3 CCGs" where not all are shown. */
export const shownOf = (shown: number, all: number, one: string): string =>
    `${shown < all ? `The first ${number(shown)} of ` : ""}${counted(all, one)}`;

/** "1 CCG", "2 CCGs". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
    `${number(value)} ${value === 1 ? one : many}`;
