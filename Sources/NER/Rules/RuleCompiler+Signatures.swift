/// What a pattern asks for beside its anchor, in short.
extension RuleCompiler {
    /// What may stand beside an anchor.
    func outlook(from anchor: Int32, in elements: Range<Int32>, step: Int32, _ form: Rule.Form) -> Signature {
        var result = Signature(rawValue: 0)
        // A repeated anchor may end before its last repetition.
        if step > 0, elements.contains(anchor), program.elements[Int(anchor)].maximum > 1 { result.formUnion(signature(of: program.elements[Int(anchor)])) }
        var e = anchor + step
        while elements.contains(e) {
            let element = program.elements[Int(e)]
            switch element.test {
            case _ where element.isNegated: break
            case .gap, .sentenceStart, .sentenceEnd: return .any
            case .words, .exactWords, .classes, .flags, .spans, .anyOf:
                result.formUnion(signature(of: element))
                if element.minimum > 0 { return result }
            }
            e += step
        }
        // The pattern may end here: inside a candidate that must be its end, too.
        return form == .inside ? result.union(.edge) : .any
    }

    /// What one element may match.
    private func signature(of element: RuleProgram.Element) -> Signature {
        switch element.test {
        case .words, .exactWords: return Signature(lexical: operands(of: element).reduce(0) { $0 | Signature.word($1) })
        case .classes: return Signature(lexical: Signature.classes(ClassSet(operands(of: element).map { ClassID($0) }), registry.selectors))
        case .spans: return Signature(SpanKinds(rawValue: UInt16(element.first)))
        case .anyOf: return (element.first..<(element.first + element.count)).reduce(Signature(rawValue: 0)) { $0.union(signature(of: program.innerElements[Int($1)])) }
        case .flags:
            let test = program.flagTests[Int(element.first)]
            if let rarest = rarestFlag(of: test) { return Signature(rarest) }
            if !test.requiredClasses.isEmpty { return Signature(lexical: Signature.classes(test.requiredClasses, registry.selectors)) }
            return test.anyOf.isEmpty ? .token : Signature(test.anyOf)
        case .gap, .sentenceStart, .sentenceEnd: return .any
        }
    }

    /// Flags that a pattern's tokens must have among them: of each flag test that must stand, the rarest.
    func requiredFlags(_ elements: Range<Int32>) -> TokenFlags {
        elements.map { program.elements[Int($0)] }.filter { $0.isMandatory && $0.test == .flags }.reduce(into: []) { $0.formUnion(rarestFlag(of: program.flagTests[Int($1.first)]) ?? []) }
    }

    /// All of the flags that a test requires must be there: the rarest tells most.
    private func rarestFlag(of test: RuleProgram.CompiledFlagTest) -> TokenFlags? {
        (0..<16).map { TokenFlags(rawValue: 1 << UInt16($0)) }.filter(test.required.contains).min { ElementFrequency.ofFlags($0) < ElementFrequency.ofFlags($1) }
    }
}
