/** What a scripted survey needs, in one chunk. */
export { runSurvey } from "../compute/studies/survey/run-survey";
export { planSurvey } from "../compute/studies/survey/survey-plan";
export { parseSurveyRequest } from "../formats/files/survey-file";
