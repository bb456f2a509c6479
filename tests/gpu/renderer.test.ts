import { expect, it } from "vitest";

function createContext(): WebGL2RenderingContext {
  const context = new OffscreenCanvas(4, 4).getContext("webgl2");
  if (!context) throw new Error("This browser has no WebGL2: the tests need it, with a graphics card or SwiftShader.");
  return context;
}

it("has WebGL2 that names its renderer", () => {
  const gl = createContext();
  expect(gl.getParameter(gl.VERSION)).toMatch(/^WebGL 2\.0/);
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  expect(names).not.toBeNull();
  expect(gl.getParameter(names!.UNMASKED_RENDERER_WEBGL)).toMatch(/\w/);
});

it("renders 32-bit floats: a value that does not fit 16 bits is read back unchanged", () => {
  const gl = createContext();
  expect(gl.getExtension("EXT_color_buffer_float")).not.toBeNull();
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, 1, 1);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  const written = Float32Array.of(1 + 2 ** -23, -(2 ** 40), 2 ** -60, Math.fround(1 / 3));
  gl.clearBufferfv(gl.COLOR, 0, written);
  const read = new Float32Array(4);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.FLOAT, read);
  expect([...read]).toEqual([...written]);
  expect(gl.getError()).toBe(gl.NO_ERROR);
});
