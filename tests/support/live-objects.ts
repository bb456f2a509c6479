const KINDS = ["Texture", "Framebuffer", "Buffer", "Sync"] as const;

/** Counts the objects that are made and not deleted on any WebGL2 context from now on. Programs are kept on purpose, and not counted. */
export function countLiveObjects(): { readonly live: () => number; readonly restore: () => void } {
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, (...rest: unknown[]) => unknown>;
  const alive = new Set<unknown>();
  const restored: (() => void)[] = [];
  const wrap = (name: string, after: (result: unknown, first: unknown) => void) => {
    const usual = prototype[name]!;
    prototype[name] = function (this: unknown, ...rest) {
      const result = usual.apply(this, rest);
      after(result, rest[0]);
      return result;
    };
    restored.push(() => {
      prototype[name] = usual;
    });
  };
  for (const kind of KINDS) {
    wrap(kind === "Sync" ? "fenceSync" : `create${kind}`, (made) => alive.add(made));
    wrap(`delete${kind}`, (_, gone) => alive.delete(gone));
  }
  return {
    live: () => alive.size,
    restore: () => {
      for (const give of restored) give();
    },
  };
}

/** Counts the draws of `TexelProgram` on any WebGL2 context from now on. */
export function countDraws(): { readonly draws: () => number; readonly restore: () => void } {
  const { prototype } = WebGL2RenderingContext;
  const usual = prototype.drawArrays;
  let draws = 0;
  prototype.drawArrays = function (...rest) {
    draws++;
    usual.apply(this, rest);
  };
  return {
    draws: () => draws,
    restore: () => {
      prototype.drawArrays = usual;
    },
  };
}
