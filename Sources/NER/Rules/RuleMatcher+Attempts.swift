/// Gathering what is to be tried, apart from trying it: loops that write to one buffer only.
///
/// Of the patterns that a token or span can start, few can stand there at all. That is asked of all of them alike, without a branch between the answers,
/// which the processor could not foretell.
extension RuleMatcher {
    /// An anchor, and the end of the run of variants that are to be tried from it.
    struct Place: BitwiseCopyable {
        /// Tokens of the anchor; without one, of the candidate's beginning.
        var start: Int32
        var end: Int32
        /// Id of the span that it is; else -1.
        var span: Int32
        var endOfVariants: Int32
    }

    /// Gathers what the tokens of a sentence start.
    mutating func gatherSentence() {
        attempts.removeAll()
        places.removeAll()
        gather(Sentence(present: present))
    }

    /// Gathers what may cover all of a candidate: what its tokens start, then the patterns without an anchor.
    mutating func gatherCandidate() {
        attempts.removeAll()
        places.removeAll()
        var flags = document.tokens[lower].flags, i = lower &+ 1
        while i < upper {
            flags.formUnion(document.tokens[i].flags)
            i &+= 1
        }
        let candidate = Candidate(count: UInt8(truncatingIfNeeded: min(upper &- lower, 255)), flags: flags)
        gather(candidate)
        consider(unanchored[min(upper &- lower, RuleProgram.longestUnanchored)], before: signature(before: upper), after: signature(from: lower), candidate)
        close(start: lower, end: lower)
    }

    /// Gathers what a span starts: by the word or the classes beside it, then whatever stands there.
    mutating func gather(_ span: SpanTable.Span) {
        attempts.removeAll()
        places.removeAll()
        let start = Int(span.start), end = Int(span.end), before = signature(before: start), after = signature(from: end)
        let beside = Beside(present: present, kinds: span.kinds)
        if end < upper {
            consider(wordAfterTriggers[Int(document.tokens[end].folded)], before: before, after: after, beside)
            var set = document.classes(end)
            var k = document.matchAtStart[end]
            while k >= 0 {
                set.formUnion(document.automaton.classes(at: document.matches[Int(k)].classes))
                k = document.matches[Int(k)].nextAtStart
            }
            classAfterTriggers.forEach(set) { consider($0, before: before, after: after, beside) }
        }
        if start > lower {
            consider(wordBeforeTriggers[Int(document.tokens[start &- 1].folded)], before: before, after: after, beside)
            var set = document.classes(start &- 1)
            var k = document.matchAtEnd[start]
            while k >= 0 {
                set.formUnion(document.automaton.classes(at: document.matches[Int(k)].classes))
                k = document.matches[Int(k)].nextAtEnd
            }
            classBeforeTriggers.forEach(set) { consider($0, before: before, after: after, beside) }
        }
        consider(spanTriggers, before: before, after: after, beside)
        close(start: start, end: end, span: span.id)
    }

    // MARK: Tokens

    @inline(__always)
    private mutating func gather(_ surroundings: some Surroundings) {
        document.triggers.forEach(marked: classMask.union(wordMask), in: lower..<upper) { i in
            let marks = document.triggers[i], before = signature(before: i), after = signature(from: i &+ 1)
            if !marks.isDisjoint(with: wordMask) {
                let token = document.tokens[i]
                consider(wordTriggers[Int(token.folded)], before: before, after: after, surroundings)
                if marks.contains(.exactWords) { consider(exactTriggers[Int(token.lexeme)], before: before, after: after, surroundings) }
            }
            if marks.isDisjoint(with: classMask) { return close(start: i, end: i &+ 1) }
            consider(document.setTrials[document.tokenClasses[i], in: number], before: before, after: after, surroundings)
            close(start: i, end: i &+ 1)
            var k = document.matchAtStart[i]
            while k >= 0 {
                let phrase = document.matches[Int(k)], end = Int(phrase.end)
                if end <= upper {
                    consider(document.setTrials[phrase.classes, in: number], before: before, after: signature(from: end), surroundings)
                    close(start: i, end: end)
                }
                k = phrase.nextAtStart
            }
        }
    }

    /// Ends the run of variants that are to be tried from one place.
    @inline(__always)
    private mutating func close(start: Int, end: Int, span: Int32 = -1) {
        places.append(
            Place(start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end), span: span, endOfVariants: Int32(truncatingIfNeeded: attempts.count)),
            if: attempts.count > closed)
        closed = attempts.count
    }

    // MARK: Lists

    @inline(__always)
    private mutating func consider(_ list: UnsafeBufferPointer<RuleProgram.Trial>, before: Signature, after: Signature, _ surroundings: some Surroundings) {
        consider(list.count, before: before, after: after, surroundings) { list[$0] }
    }

    @inline(__always)
    private mutating func consider(_ numbers: UnsafeBufferPointer<UInt32>, before: Signature, after: Signature, _ surroundings: some Surroundings) {
        let trials = program.pointee.trials
        consider(numbers.count, before: before, after: after, surroundings) { trials[Int(numbers[$0])] }
    }

    @inline(__always)
    private mutating func consider(_ size: Int, before: Signature, after: Signature, _ surroundings: some Surroundings, _ trial: (Int) -> RuleProgram.Trial) {
        guard size > 0 else { return }
        attempts.append(upTo: size) { free in
            var count = 0, k = 0
            while k < size {
                let trial = trial(k)
                free[count] = trial.variant
                count &+= Int(trial.mayMatch(before, after) & surroundings.admit(trial))
                k &+= 1
            }
            return count
        }
    }

    /// What begins at token `i`.
    @inline(__always)
    private func signature(from i: Int) -> Signature {
        i < upper ? Signature(document.tokens[i].flags, spans.kindsAtStart[i], lexical: document.beginnings[i]) : .edge
    }

    /// What ends before token `i`.
    @inline(__always)
    private func signature(before i: Int) -> Signature {
        i > lower ? Signature(document.tokens[i &- 1].flags, spans.kindsAtEnd[i], lexical: document.endings[i &- 1]) : .edge
    }
}

/// Where a variant may be tried, apart from what stands beside its anchor.
private protocol Surroundings {
    /// 1 where a variant may be tried there; else 0.
    func admit(_ trial: RuleProgram.Trial) -> UInt8
}

private struct Sentence: Surroundings {
    let present: SpanKinds

    @inline(__always) func admit(_ trial: RuleProgram.Trial) -> UInt8 { trial.isIn(present) }
}

/// What must be covered.
private struct Candidate: Surroundings {
    let count: UInt8
    let flags: TokenFlags

    @inline(__always) func admit(_ trial: RuleProgram.Trial) -> UInt8 { trial.canCover(count, flags) }
}

/// A span to start from.
private struct Beside: Surroundings {
    let present: SpanKinds
    let kinds: SpanKinds

    @inline(__always) func admit(_ trial: RuleProgram.Trial) -> UInt8 { trial.isIn(present) & trial.starts(from: kinds) }
}
