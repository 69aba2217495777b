import Scoring

/// Precision, recall and F1 of one annotated corpus against another, whatever their formats.
func report(gold: String, predicted: String) throws -> String {
    let gold = try CorpusFormat.read(gold)
    let predicted = try CorpusFormat.read(predicted)
    let evaluation = try Evaluation(gold: gold, predicted: predicted)
    return EvaluationReport(evaluation).text
}
