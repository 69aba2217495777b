/// Precision, recall and their harmonic mean, each from 0 to 1.
public struct PrecisionRecall: Sendable, Hashable {
    public var precision: Double
    public var recall: Double
    public var f1: Double

    /// From `correct` (halves count) of `predicted` and of `gold`; 0 where there is nothing to divide by.
    public init(correct: Double, predicted: Int, gold: Int) {
        precision = predicted > 0 ? correct / Double(predicted) : 0
        recall = gold > 0 ? correct / Double(gold) : 0
        f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }

    /// Where several gold answers may be found by one prediction: `right` of `predicted`, and `found` of `gold`.
    public init(found: Int, gold: Int, right: Int, predicted: Int) {
        self.init(correct: Double(right), predicted: predicted, gold: 0)
        recall = gold > 0 ? Double(found) / Double(gold) : 0
        f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }
}

/// What was counted in one document or many.
public struct Counts: Sendable, Hashable {
    /// Mentions in the gold.
    public var gold = 0
    /// Mentions predicted.
    public var predicted = 0
    /// Pairs of equal span and type.
    public var strict = 0
    /// Pairs of equal span.
    public var exact = 0
    /// Pairs that overlap without being equal.
    public var inexact = 0
    /// Pairs of equal type.
    public var sameType = 0

    public init() {}

    init(_ gold: [Annotation], _ predicted: [Annotation]) { self.init(gold, predicted, Pairing(gold, predicted)) }

    init(_ gold: [Annotation], _ predicted: [Annotation], _ pairing: Pairing) {
        self.gold = gold.count
        self.predicted = predicted.count
        for pair in pairing.pairs {
            let isExact = gold[pair.gold].range == predicted[pair.predicted].range
            let isSameType = gold[pair.gold].type == predicted[pair.predicted].type
            if isExact { exact += 1 } else { inexact += 1 }
            if isSameType { sameType += 1 }
            if isExact && isSameType { strict += 1 }
        }
    }

    static func += (total: inout Counts, other: Counts) {
        total.gold += other.gold
        total.predicted += other.predicted
        total.strict += other.strict
        total.exact += other.exact
        total.inexact += other.inexact
        total.sameType += other.sameType
    }

    public var measures: Measures { Measures(self) }
}

/// The four measures of SemEval-2013 task 9.1 (Segura-Bedmar, Martínez, Herrero-Zazo 2013), after the categories of MUC-5.
public struct Measures: Sendable, Hashable {
    /// Equal span and type.
    public var strict: PrecisionRecall
    /// Equal span, whatever the type.
    public var exact: PrecisionRecall
    /// Overlapping span, whatever the type; one that is not equal counts half.
    public var partial: PrecisionRecall
    /// Overlapping span and equal type.
    public var type: PrecisionRecall

    init(_ counts: Counts) {
        func measure(_ correct: Double) -> PrecisionRecall { PrecisionRecall(correct: correct, predicted: counts.predicted, gold: counts.gold) }
        strict = measure(Double(counts.strict))
        exact = measure(Double(counts.exact))
        partial = measure(Double(counts.exact) + 0.5 * Double(counts.inexact))
        type = measure(Double(counts.sameType))
    }

    /// The measures with their names, in the order of the reports.
    public var all: [(name: String, value: PrecisionRecall)] { [("strict", strict), ("exact", exact), ("partial", partial), ("type", type)] }
}
