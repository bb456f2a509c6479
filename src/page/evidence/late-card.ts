import type { Commands } from "../../studio/run/commands";
import type { StudioState } from "../../studio/state/state";
import type { Store } from "../../studio/state/store";
import type { EvidenceCard } from "./evidence-card";

/** The evidence card, whose code is loaded when the card is first opened. */
export function createLateCard(host: HTMLElement, store: Store, commands: Commands): EvidenceCard {
  let card: EvidenceCard | null = null;
  let isLoading = false;

  async function load(): Promise<void> {
    if (isLoading) return;
    isLoading = true;
    try {
      const { createEvidenceCard } = await import("./evidence-card");
      host.replaceChildren();
      card = createEvidenceCard(host, store, commands);
      card.update(store.getState());
    } catch {
      host.textContent = "This could not be loaded: check the connection, then close it and open it again.";
    }
    isLoading = false;
  }

  return {
    update(state: StudioState) {
      const isOpen = state.evidence.open !== null;
      host.hidden = !isOpen;
      if (card) card.update(state);
      else if (isOpen) void load();
    },
    restyle: () => card?.restyle(),
  };
}
