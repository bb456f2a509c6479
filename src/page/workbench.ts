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
  /** The next tool that is opened takes the focus. */
  readonly focusNext: () => void;
  /** Saves the picture of the tool that covers the surface. @returns whether there is one */
  readonly savePicture: () => boolean;
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
  const openedTools = new Map<string, OpenedTool>();
  let parts: ToolParts | null = null;
  let open: string | null = null;
  let takesFocus = false;

  function show(name: string | null): void {
    const before = open && openedTools.get(open);
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
    const opened = openedTools.get(open) ?? addTool(open, entry);
    opened.frame.hidden = false;
    if (takesFocus) opened.frame.focus();
    takesFocus = false;
    void load(opened);
  }

  function addTool(name: string, entry: ToolEntry): OpenedTool {
    const { frame, body, said } = buildFrame(name, entry, () => close(name));
    (entry.place === "drawer" ? hosts.drawer : hosts.cover).append(frame);
    const opened: OpenedTool = { entry, frame, body, said, tool: null, isLoading: false, drawn: null };
    openedTools.set(name, opened);
    return opened;
  }

  async function load(opened: OpenedTool): Promise<void> {
    if (opened.tool || opened.isLoading) return;
    opened.said.textContent = "The page is starting.";
    if (!parts) return;
    opened.isLoading = true;
    try {
      const openTool = await opened.entry.load();
      opened.tool = openTool(opened.body, parts);
      opened.said.textContent = "";
      if (open && openedTools.get(open) === opened) draw(opened, store.getState());
    } catch (error) {
      console.error(error);
      opened.said.textContent = `${opened.entry.label} could not be loaded: check the connection, then close it and open it again.`;
    }
    opened.isLoading = false;
  }

  function draw(opened: OpenedTool, state: StudioState): void {
    if (!opened.tool || (opened.drawn && isSameButForCamera(state, opened.drawn))) return;
    opened.drawn = state;
    opened.tool.update(state);
  }

  function close(name: string): void {
    store.dispatch({ type: "look", view: { tool: null } });
    hosts.rail.querySelector<HTMLElement>(`[data-tool="${name}"]`)?.focus();
  }

  for (const host of [hosts.drawer, hosts.cover]) {
    host.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || open === null) return;
      event.preventDefault();
      close(open);
    });
  }

  return {
    update(state) {
      renderRail(hosts.rail, state.view.tool, (tool) => store.dispatch({ type: "look", view: { tool } }));
      if (state.view.tool !== open) show(state.view.tool);
      const opened = open && openedTools.get(open);
      if (opened) draw(opened, state);
    },
    restyle() {
      for (const opened of openedTools.values()) opened.tool?.restyle();
    },
    focusNext() {
      takesFocus = true;
    },
    savePicture() {
      const save = (open && openedTools.get(open)?.tool?.savePicture) || null;
      save?.();
      return save !== null;
    },
    connect(given) {
      parts = given;
      const opened = open && openedTools.get(open);
      if (opened) void load(opened);
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
  frame.tabIndex = -1;
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

/** Whether at most the camera differs: it may change in every frame, and neither the panels nor the tools show it. */
export function isSameButForCamera(state: StudioState, drawn: StudioState): boolean {
  const keys = Object.keys(state) as (keyof StudioState)[];
  return keys.every((key) => (key === "view" ? isSameLook(state.view, drawn.view) : state[key] === drawn[key]));
}
