/** Counts the textures that exist from now on in all WebGL contexts of this page, whoever makes them. */
export function countTextures(): { readonly count: number } {
  const living = { count: 0 };
  const { prototype } = WebGL2RenderingContext;
  const { createTexture, deleteTexture } = prototype;
  prototype.createTexture = function create(this: WebGL2RenderingContext) {
    living.count++;
    return createTexture.call(this);
  };
  prototype.deleteTexture = function remove(this: WebGL2RenderingContext, texture) {
    if (texture) living.count--;
    deleteTexture.call(this, texture);
  };
  return living;
}
