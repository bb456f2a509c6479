/** One folder of src: what it holds, and what its files may import from other rooms. */
export interface Room {
  readonly holds: string;
  /** The rooms whose files it may import: only rooms that stand above it in the table. */
  readonly imports: readonly string[];
  /** Its folders, each with the one idea that it holds. */
  readonly folders?: Readonly<Record<string, string>>;
}

/**
 * The rooms of src from the ground up. A room imports only rooms that stand above it here, so there is no circle between rooms.
 * `main` is src/main.ts, which puts the page together. docs/where-things-are.md is drawn from this table.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  experiment: {
    holds:
      "What may be asked: the specification, its limits and its reading from JSON and links, the view, the examples.",
    imports: [],
    folders: { survey: "The plan of a survey, and the cases that its ranges span." },
  },
  numeric: {
    holds: "Numbers without a network: random numbers, rounding bounds, matrices, assignment, pacing of long loops.",
    imports: [],
  },
  words: {
    holds: "The one writer of numbers, and what each activation, loss, data set and plane is called.",
    imports: ["experiment"],
  },
  data: { holds: "The samples of a data set.", imports: ["experiment", "numeric"] },
  model: {
    holds: "One network with its loss and samples, the derivatives of its loss, and its training, in float64.",
    imports: ["experiment", "numeric", "data"],
    folders: {
      network: "Layers, activations and losses; the forward pass and what its rounding can cost.",
      jets: "Second-order Taylor arithmetic through the network: loss, slope and curvature along directions.",
      hessian: "Products with the whole Hessian, its spectrum and the error of both.",
      training: "Optimisers, batches, initial weights and the float64 training.",
      report: "What each unit and weight does: activity, saturation, gradients.",
    },
  },
  slice: {
    holds:
      "The slice of weight space that is evaluated: its plane, its grid, and the float64 evaluator of its landscape.",
    imports: ["experiment", "numeric", "model"],
    folders: { plane: "One kind of plane a file: its centre and its two directions." },
  },
  processor: {
    holds: "The same landscape in float64 with the processor's vector instructions, with bounds by layer norms.",
    imports: ["experiment", "numeric", "model", "slice"],
    folders: { assembly: "The kernel in AssemblyScript, which a command compiles." },
  },
  convexity: {
    holds: "What is proved of the loss: classes of points, lines, creases, certificates and the verdict.",
    imports: ["experiment", "numeric", "words", "data", "model", "slice"],
    folders: {
      points: "The class of a point from its curvature, its chords and their error bounds.",
      lines: "The loss along a chord, a cut or a path.",
      creases: "The lines where a ReLU unit switches and the slope jumps.",
      certificate: "The certificate: its schema, its search, and the verifier that trusts neither.",
      "certificate/search": "One way to find a chord that proves the loss not convex a file.",
      verdict: "The verdict and the theorems behind it.",
      survey: "Statistics of a survey over many planes and seeds.",
    },
  },
  gpu: {
    holds: "The same landscape and training as shaders on WebGL, with an error bound at every point.",
    imports: ["experiment", "numeric", "model", "slice"],
  },
  formats: {
    holds: "Every file that is read or written.",
    imports: ["experiment", "numeric", "words", "slice", "convexity"],
    folders: {
      arrays: "NumPy's arrays and the zip archives that hold them.",
      hdf5: "HDF5 files.",
      vtk: "VTK's XML.",
      surfaces: "Surfaces that other programs computed, as results.",
      solids: "Surfaces as models of three dimensions: for printers, and for programs that draw.",
      files: "Documents of our own: results, solutions, surveys, and the largest size that is read.",
      models: "Dense networks that other programs trained: one reader a format, one way to a network.",
      tables: "Tables of comma- and tab-separated values, in and out.",
      pictures: "PNG, SVG metadata, video.",
      captions: "What a figure's caption says, and how it is cited.",
    },
  },
  compute: {
    holds: "The computations, and the service that runs them in a worker.",
    imports: ["experiment", "numeric", "words", "model", "slice", "processor", "convexity", "gpu", "formats"],
    folders: {
      jobs: "One function a computation, each a task of the service.",
      "jobs/training": "The one driver of a training and of a race.",
      engine:
        "WebGL, the processor and the float64 reference behind one interface: the cascade of evaluators, and which engine computes.",
      service: "The one table of tasks; the worker, and the clients that call it.",
      reading: "Other programs’ files, read in a worker of their own.",
      studies: "Whole experiments: from a specification to a result.",
      "studies/survey": "Many planes and seeds.",
    },
  },
  library: {
    holds: "What programs import: the engine without the page, as a few functions of a spec.",
    imports: ["experiment", "model", "slice", "convexity", "formats", "compute"],
  },
  drawing: {
    holds:
      "What every picture needs, without three.js: scales, colours, text faces, legend content, lines on the surface.",
    imports: ["experiment", "words", "slice", "convexity"],
    folders: {
      scales: "From losses and curvatures to heights, colours and ticks.",
      colors: "Colour maps and the light and dark themes.",
      picture: "Sizes and strips of a saved picture.",
      typeface: "The text and mathematics faces and their measures.",
      surface: "The surface as geometry: its box, its heights, what hides a line.",
      overlays: "Chords, paths, pins and creases, laid on a surface.",
      legend: "What a legend says.",
    },
  },
  figure: {
    holds: "Pictures as SVG text.",
    imports: ["experiment", "words", "slice", "convexity", "drawing"],
    folders: {
      contour: "The contour figure.",
      layout: "Where the parts of a figure stand, and its styles for paper, slide and wall.",
    },
  },
  scene: {
    holds: "The surface on the screen, by three.js and canvas.",
    imports: ["experiment", "words", "convexity", "drawing", "figure"],
    folders: {
      renderer: "What three.js draws, in a worker: mesh, creases and shaders.",
      surface: "The surface: scene and picture.",
      lines: "Chords, paths and labels, painted over it.",
      frame: "Axes, ticks and floor.",
      stage: "Canvases, camera and keys.",
      saving: "Pictures of any size.",
      flat: "The surface as a map, where there is no WebGL2.",
    },
  },
  studio: {
    holds: "What the page and every tool lean on.",
    imports: [
      "experiment",
      "numeric",
      "words",
      "data",
      "model",
      "slice",
      "convexity",
      "formats",
      "compute",
      "drawing",
      "figure",
      "scene",
    ],
    folders: {
      fields: "The controls of an experiment.",
      state: "The state of the page, its one reducer and its store.",
      run: "What is computed for the state: training, landscape, answers to the newest question.",
      sentences: "What is said of a landscape, a training or a plane.",
      "views/surface": "The surface with its legend and the values under the pointer.",
      "views/plots": "Line charts and small plots.",
      "views/places": "Maps and values of a place of the slice.",
      "views/data": "The samples and the decision of the network.",
      "views/figure": "What a figure of the page holds.",
      "views/parts": "Icons, menus, switches.",
      "views/files": "Files that are opened and saved.",
    },
  },
  tools: {
    holds: "The tools of the rail, a folder each; no tool imports another.",
    imports: [
      "experiment",
      "numeric",
      "words",
      "data",
      "model",
      "slice",
      "convexity",
      "formats",
      "compute",
      "drawing",
      "figure",
      "scene",
      "studio",
    ],
  },
  page: {
    holds: "The page around them: header, panel, verdict, timeline, dialogs, keys.",
    imports: [
      "experiment",
      "words",
      "model",
      "slice",
      "convexity",
      "formats",
      "compute",
      "drawing",
      "figure",
      "scene",
      "studio",
      "tools",
    ],
    folders: {
      bring: "Other programs’ tables, models and surfaces: the dialog that asks what is meant by them.",
      evidence: "The card beside the verdict: a chord or the whole Hessian.",
      figure: "The dialog that saves a figure.",
      timeline: "The steps of the training.",
    },
  },
  viewer: {
    holds: "One result by itself: the page that is saved as a file.",
    imports: ["experiment", "words", "convexity", "formats", "drawing", "figure", "scene", "studio"],
  },
  cli: {
    holds: "The commands of npm: each is one file in commands/.",
    imports: ["experiment", "words", "slice", "convexity", "formats", "compute", "drawing"],
    folders: {
      commands: "One command a file.",
      input: "Options and the experiment's file.",
      output: "Results, files and the progress bar.",
      pages: "The page in a headless browser.",
      gallery: "The pictures of the README and the text faces.",
      kernel: "The compiler of the float64 kernel.",
      package: "The builds of the package: the library, the program, the script of a saved page.",
      survey: "Surveys on many cores and machines: lines, shards, schedulers, the merge and its report.",
    },
  },
  main: {
    holds: "src/main.ts, which starts the two workers and then opens the page.",
    imports: ["compute", "scene", "page"],
  },
};
