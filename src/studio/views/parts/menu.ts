/** Puts a popover under the button that opens it, inside the window. For the `beforetoggle` or `toggle` event of the popover. */
export function placeMenu(event: Event): void {
  const menu = event.currentTarget as HTMLElement;
  const button = document.querySelector<HTMLElement>(`[popovertarget="${menu.id}"]`);
  if (!button || (event as ToggleEvent).newState !== "open") return;
  const { left, bottom } = button.getBoundingClientRect();
  const width = menu.offsetWidth;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${bottom + 4}px`;
}

/** Closes the popover of a chosen entry. */
export function closeMenu(event: Event): void {
  (event.currentTarget as HTMLElement).closest<HTMLElement>("[popover]")?.hidePopover();
}
