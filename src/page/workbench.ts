import { html, render } from "lit";
import { isSameLook } from "../experiment/view";
import type { StudioState } from "../studio/state/state";
import type { Store } from "../studio/state/store";
import { drawIcon, icon } from "../studio/views/parts/icons";
import type { Tool, ToolEntry, ToolParts } from "../tools/tool";
import { findTool, TOOLS } from "../tools/tools";

export interface WorkbenchHosts {
  readonly rail: HTMLElement;
  readonly drawer: HTMLElement;
  /** Covers the surface. */
  readonly cover: HTMLElement;
}

export interface Workbench {
  readonly update: (state: StudioState) => void;
  readonly restyle: () => void;
  /** Lets the tools load; before that, an opened tool shows that the page is starting. */
  readonly connect: (parts: ToolParts) => void;
}

/** A tool and its element on the page, made when the tool is first opened. */
interface OpenedTool {
  readonly entry: ToolEntry;
  readonly frame: HTMLElement;
  readonly body: HTMLElement;
  readonly said: HTMLElement;
  tool: Tool | null;
  isLoading: boolean;
  drawn: StudioState | null;
}

/** The rail of tools, and the tool that the view opens. */
export function createWorkbench(hosts: WorkbenchHosts, store: Store): Workbench {
  const benches = new Map<string, OpenedTool>();
  let parts: ToolParts | null = null;
  let open: string | null = null;

  function show(name: string | null): void {
    const before = open && benches.get(open);
    if (before) {
      before.frame.hidden = true;
      before.drawn = null;
      before.tool?.hide();
    }
    const entry = findTool(name);
    open = entry?.name ?? null;
    hosts.drawer.hidden = entry?.place !== "drawer";
    hosts.cover.hidden = entry?.place !== "stage";
    document.body.classList.toggle("with-drawer", entry?.place === "drawer");
    // What is covered must not be reached by pointer or keyboard.
    for (const sibling of hosts.cover.parentElement?.children ?? []) {
      if (sibling instanceof HTMLElement && sibling !== hosts.cover) sibling.inert = !hosts.cover.hidden;
    }
    if (!open || !entry) return;
    revealButton(hosts.rail, open);
    const bench = benches.get(open) ?? addTool(open, entry);
    bench.frame.hidden = false;
    void load(bench);
  }

  function addTool(name: string, entry: ToolEntry): OpenedTool {
    const { frame, body, said } = buildFrame(name, entry, () => close(name));
    (entry.place === "drawer" ? hosts.drawer : hosts.cover).append(frame);
    const bench: OpenedTool = { entry, frame, body, said, tool: null, isLoading: false, drawn: null };
    benches.set(name, bench);
    return bench;
  }

  async function load(bench: OpenedTool): Promise<void> {
    if (bench.tool || bench.isLoading) return;
    bench.said.textContent = "The page is starting.";
    if (!parts) return;
    bench.isLoading = true;
    try {
      const openTool = await bench.entry.load();
      bench.tool = openTool(bench.body, parts);
      bench.said.textContent = "";
      if (open && benches.get(open) === bench) draw(bench, store.getState());
    } catch (error) {
      console.error(error);
      bench.said.textContent = `${bench.entry.label} could not be loaded: check the connection, then close it and open it again.`;
    }
    bench.isLoading = false;
  }

  function draw(bench: OpenedTool, state: StudioState): void {
    if (!bench.tool || (bench.drawn && sameButForCamera(state, bench.drawn))) return;
    bench.drawn = state;
    bench.tool.update(state);
  }

  function close(name: string): void {
    store.dispatch({ type: "look", view: { tool: null } });
    hosts.rail.querySelector<HTMLElement>(`[data-tool="${name}"]`)?.focus();
  }

  for (const host of [hosts.drawer, hosts.cover]) {
    host.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || open === null) return;
      close(open);
    });
  }

  return {
    update(state) {
      renderRail(hosts.rail, state.view.tool, (tool) => store.dispatch({ type: "look", view: { tool } }));
      if (state.view.tool !== open) show(state.view.tool);
      const bench = open && benches.get(open);
      if (bench) draw(bench, state);
    },
    restyle() {
      for (const bench of benches.values()) bench.tool?.restyle();
    },
    connect(given) {
      parts = given;
      const bench = open && benches.get(open);
      if (bench) void load(bench);
    },
  };
}

function buildFrame(
  name: string,
  { label, title }: ToolEntry,
  close: () => void,
): Pick<OpenedTool, "frame" | "body" | "said"> {
  const frame = document.createElement("section");
  frame.className = `tool tool-${name}`;
  frame.id = `tool-${name}`;
  frame.setAttribute("aria-label", label);
  render(
    html`<div class="tool-head">
        <h2>${label}</h2>
        <p class="quiet">${title}</p>
        <button type="button" class="button plain" aria-label="Close ${label}" title="Close (Esc)" @click=${close}>
          ${icon("close")}
        </button>
      </div>
      <p class="said" role="status"></p>
      <div class="tool-body"></div>`,
    frame,
  );
  return {
    frame,
    body: frame.querySelector<HTMLElement>(".tool-body")!,
    said: frame.querySelector<HTMLElement>(".said")!,
  };
}

function renderRail(host: HTMLElement, open: string | null, choose: (tool: string | null) => void): void {
  render(
    TOOLS.map(
      ({ name, title, label, icon: strokes }) => html`<button
        type="button"
        data-tool=${name}
        aria-expanded=${name === open}
        title=${title}
        @click=${() => choose(name === open ? null : name)}
      >
        ${drawIcon(strokes)}<span>${label}</span>
      </button>`,
    ),
    host,
  );
}

/** Scrolls the rail to a tool's button: on a phone the rail is wider than the page. */
function revealButton(rail: HTMLElement, name: string): void {
  const button = rail.querySelector<HTMLElement>(`[data-tool="${name}"]`);
  if (button) rail.scrollLeft = button.offsetLeft - rail.offsetLeft - (rail.clientWidth - button.offsetWidth) / 2;
}

/** Whether only the camera has changed: it may change in every frame, and no tool shows it. */
function sameButForCamera(state: StudioState, drawn: StudioState): boolean {
  const keys = Object.keys(state) as (keyof StudioState)[];
  return keys.every((key) => (key === "view" ? isSameLook(state.view, drawn.view) : state[key] === drawn[key]));
}
