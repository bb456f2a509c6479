import { html, render } from "lit";
import type { SlicePlace } from "../slice/slice-place";
import { isOutdated } from "../studio/state/belonging";
import type { Store } from "../studio/state/store";
import { trainFrom } from "../studio/state/train-from";
import type { SurfaceView } from "../studio/views/surface/surface-view";
import { formatNumber } from "../words/numbers";

/** Distance of the menu from the point, in CSS pixels. */
const BESIDE = 12;

/** The menu at a point of the surface that the reader clicks, while no tool uses the click itself. */
export function createPointMenu(host: HTMLElement, surface: HTMLElement, view: SurfaceView, store: Store): void {
  const menu = document.createElement("div");
  menu.className = "menu";
  menu.id = "point-menu";
  menu.popover = "auto";
  host.append(menu);
  let at = { x: 0, y: 0 };
  surface.addEventListener("pointerup", ({ clientX, clientY }) => {
    at = { x: clientX, y: clientY };
  });

  function train(place: SlicePlace): void {
    menu.hidePopover();
    store.dispatch({ type: "train-from", place });
  }

  view.listen({
    onPoint: () => {},
    onTap({ row, column }) {
      const state = store.getState();
      const { shown } = state.run.landscape;
      const [x, y] = [shown?.grid.x[column], shown?.grid.y[row]];
      if (state.view.tool === "inspect" || isOutdated(state) || x === undefined || y === undefined) return;
      if (!trainFrom(state, [x, y])) return;
      render(
        html`<p>Point (${formatNumber(x)}, ${formatNumber(y)})</p>
          <button type="button" id="train-from" @click=${() => train([x, y])}>Train from here</button>`,
        menu,
      );
      menu.showPopover();
      const { offsetWidth: width, offsetHeight: height } = menu;
      menu.style.left = `${Math.max(8, Math.min(at.x + BESIDE, innerWidth - width - 8))}px`;
      menu.style.top = `${Math.max(8, Math.min(at.y + BESIDE, innerHeight - height - 8))}px`;
    },
  });
}
