import Glibc

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ argumentCount: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// `Fuzz TARGET [libFuzzer's own flags and folders]`.
///
/// SwiftPM makes this name the program's entry; libFuzzer's own `main` stays out.
@_cdecl("Fuzz_main")
public func fuzzMain(_ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    guard count > 1, let name = arguments[1].map({ String(cString: $0) }), let target = FuzzTarget(rawValue: name) else {
        print("usage: Fuzz TARGET [flags of libFuzzer] [folders]\ntargets: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))")
        return 64
    }
    FuzzTarget.current = target
    // The driver sees the program's name and all behind the target's.
    arguments[1] = arguments[0]
    var rest = count - 1
    var shifted: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments + 1
    return runDriver(&rest, &shifted) { bytes, count in
        FuzzTarget.current.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
}
