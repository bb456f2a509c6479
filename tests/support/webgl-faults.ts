/** Simulates failures of a device by replacing methods of WebGL. Each function returns a function that restores the method. */
const PROTOTYPE = WebGL2RenderingContext.prototype;

type Method = "drawArrays" | "compileShader" | "readPixels" | "texStorage2D" | "clientWaitSync" | "fenceSync";

function replace<Name extends Method>(
  name: Name,
  make: (usual: WebGL2RenderingContext[Name]) => WebGL2RenderingContext[Name],
): () => void {
  const usual = PROTOTYPE[name];
  PROTOTYPE[name] = make(usual);
  return () => {
    PROTOTYPE[name] = usual;
  };
}

/** Draws for which `isLost` is true write nothing. @param isLost  gets the number of the draw, from 0 */
export function loseDraws(isLost: (draw: number) => boolean): () => void {
  let draws = 0;
  return replace(
    "drawArrays",
    (usual) =>
      function (this: WebGL2RenderingContext, ...rest) {
        if (!isLost(draws++)) usual.apply(this, rest);
      },
  );
}

/** Draws for which `isCut` is true write only the texels of the columns before `columns`. */
export function cutDraws(columns: number, isCut: (draw: number) => boolean): () => void {
  let draws = 0;
  return replace(
    "drawArrays",
    (usual) =>
      function (this: WebGL2RenderingContext, ...rest) {
        const cut = isCut(draws++);
        if (cut) {
          this.enable(this.SCISSOR_TEST);
          this.scissor(0, 0, columns, 1 << 20);
        }
        usual.apply(this, rest);
        if (cut) this.disable(this.SCISSOR_TEST);
      },
  );
}

/** Moves the origin of every read by this many columns and rows. */
export function shiftReads(columns: number, rows: number): () => void {
  return replace(
    "readPixels",
    (usual) =>
      function (this: WebGL2RenderingContext, ...[x, y, ...rest]: unknown[]) {
        (usual as (...all: unknown[]) => void).call(this, (x as number) + columns, (y as number) + rows, ...rest);
      } as WebGL2RenderingContext["readPixels"],
  );
}

/** Textures for which `isRefused` is true get no memory. */
export function refuseTextures(isRefused: (texture: number) => boolean): () => void {
  let textures = 0;
  return replace(
    "texStorage2D",
    (usual) =>
      function (this: WebGL2RenderingContext, target, levels, format, width, height) {
        usual.call(this, target, levels, format, isRefused(textures++) ? 2 ** 24 : width, height);
      },
  );
}

/** Answers for which `isLate` is true never arrive. @param isLate  gets the number of the awaited answer, from 0 */
export function delayAnswers(isLate: (answer: number) => boolean): () => void {
  let answers = 0;
  const late = new WeakSet<WebGLSync>();
  const restoreFences = replace(
    "fenceSync",
    (usual) =>
      function (this: WebGL2RenderingContext, ...rest) {
        const fence = usual.apply(this, rest);
        if (fence && isLate(answers++)) late.add(fence);
        return fence;
      },
  );
  const restoreWaits = replace(
    "clientWaitSync",
    (usual) =>
      function (this: WebGL2RenderingContext, fence, ...rest) {
        return late.has(fence) ? this.TIMEOUT_EXPIRED : usual.call(this, fence, ...rest);
      },
  );
  return () => {
    restoreFences();
    restoreWaits();
  };
}

/** Fragment shaders for which `isRefused` is true do not compile. @param isRefused  gets their source */
export function refuseShaders(isRefused: (source: string) => boolean): () => void {
  return replace(
    "compileShader",
    (usual) =>
      function (this: WebGL2RenderingContext, shader) {
        const isFragment = this.getShaderParameter(shader, this.SHADER_TYPE) === this.FRAGMENT_SHADER;
        if (isFragment && isRefused(this.getShaderSource(shader) ?? "")) this.shaderSource(shader, "no shader");
        usual.call(this, shader);
      },
  );
}
