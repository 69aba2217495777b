import Glibc
import Ingest
import Synchronization

/// SIGINT, SIGTERM and SIGHUP as a flag: reading ends, what was read is finished and written.
///
/// The one piece of global state: a signal handler can reach nothing else.
struct Interruption: StopFlag {
    private static let signal = Atomic<Int32>(0)

    static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Catches the signals. A second one of the same kind ends the process at once.
    static func install() {
        _ = signal.load(ordering: .relaxed)
        // Started with standard input or error closed, as by <&-: no file of ours is to get their numbers.
        for descriptor in [STDIN_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
        // Some parents leave it ignored; a closed pipe is to end us quietly.
        Glibc.signal(SIGPIPE, SIG_DFL)
        // Some parents block them on the thread that starts us, and so in us.
        var caught = sigset_t()
        sigemptyset(&caught)
        for number in signals + [SIGPIPE] { sigaddset(&caught, number) }
        pthread_sigmask(SIG_UNBLOCK, &caught, nil)
        for number in signals {
            var action = sigaction()
            sigaction(number, nil, &action)
            // nohup and background jobs have them ignored, and mean it.
            if action.__sigaction_handler.sa_handler.map({ unsafeBitCast($0, to: Int.self) }) == 1 { continue }
            action = sigaction()
            action.__sigaction_handler.sa_handler = { Interruption.signal.store($0, ordering: .relaxed) }
            // Without SA_RESTART a blocked read returns.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
    }

    var isRaised: Bool { Self.signal.load(ordering: .relaxed) != 0 }

    /// The exit status that shells know the signal by.
    static var exitStatus: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? nil : 128 + number
    }
}
