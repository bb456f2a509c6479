/** A publication that a lesson cites. */
export interface Source {
  /** The name in the text: "Boyd & Vandenberghe 2004". */
  readonly name: string;
  readonly title: string;
  /** A section, a page of a journal, or an arXiv number. */
  readonly place: string;
}

/** Every source that a lesson cites. */
export const SOURCES = {
  boyd: {
    name: "Boyd & Vandenberghe 2004",
    title: "Convex Optimization",
    place: "Cambridge University Press, §3.2.4",
  },
  amos: { name: "Amos, Xu & Kolter 2017", title: "Input Convex Neural Networks", place: "arXiv 1609.07152" },
  ahmadi: {
    name: "Ahmadi, Olshevsky, Parrilo & Tsitsiklis 2013",
    title: "NP-hardness of deciding convexity of quartic polynomials and related problems",
    place: "arXiv 1012.1908",
  },
  li: {
    name: "Li, Xu, Taylor, Studer & Goldstein 2018",
    title: "Visualizing the Loss Landscape of Neural Nets",
    place: "arXiv 1712.09913",
  },
  bottcher: {
    name: "Böttcher & Wheeler 2022",
    title: "Visualizing high-dimensional loss landscapes with Hessian directions",
    place: "arXiv 2208.13219",
  },
  kawaguchi: { name: "Kawaguchi 2016", title: "Deep Learning without Poor Local Minima", place: "arXiv 1605.07110" },
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof SOURCES;
