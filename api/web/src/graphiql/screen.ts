/** Whether the screen has no room for columns, as page.css has it. */
export const isNarrow = (): boolean => matchMedia("(max-width: 700px)").matches;
