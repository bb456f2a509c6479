import { makeRandomPlan } from "./tests/support/random-plans";
import { findCreases } from "./src/convexity/creases";
for (const [hidden, inputs, samples, side, loss] of [[[8,8],2,128,97,"bce"],[[8],2,128,97,"mse"],[[64,64,64],2,1000,257,"bce"],[[64,64],20,10000,1025,"hinge"]] as const) {
  const plan = makeRandomPlan({ activation: "relu", loss, hidden: [...hidden], inputs, samples, columns: side, rows: side }, 5);
  let gaps=0, last=performance.now(); const iv=setInterval(()=>{const n=performance.now(); gaps=Math.max(gaps,n-last); last=n;},1);
  const t=performance.now();
  const set = await findCreases(plan);
  const dt=performance.now()-t; clearInterval(iv);
  const json = JSON.stringify(set).length;
  console.log({P:plan.layout.parameterCount, hidden, samples, side, ms:dt|0, n:set.creases.length, exact:set.creases.filter(c=>c.exact).length, concave:set.creases.filter(c=>c.kind==="concave").length, omitted:set.omitted, unexamined:set.unexamined, json, gap:gaps|0, strongest:set.creases[0]?.jump, weakest:set.creases.at(-1)?.jump});
}
