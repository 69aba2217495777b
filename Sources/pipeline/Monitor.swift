import Glibc

/// A lock with a condition, and threads to go with it: what the standard library has no portable form of yet.
final class Monitor: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(condition)
        mutex.deallocate()
        condition.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
    /// Gives up the lock until something changes.
    func wait() { pthread_cond_wait(condition, mutex) }
    /// Wakes all that wait.
    func changed() { pthread_cond_broadcast(condition) }
}

/// A thread that can be waited for.
struct WorkerThread {
    private let handle: pthread_t

    /// - Returns: `nil` where the system has no more threads.
    init?(_ body: @escaping @Sendable () -> Void) {
        var handle = pthread_t()
        let context = Unmanaged.passRetained(Body(run: body))
        // Signals that end a run go to the main thread, so that they interrupt its reading.
        var ending = sigset_t()
        var before = sigset_t()
        sigemptyset(&ending)
        for number in Interruption.signals { sigaddset(&ending, number) }
        pthread_sigmask(SIG_BLOCK, &ending, &before)
        let status = pthread_create(
            &handle, nil,
            { context in
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        pthread_sigmask(SIG_SETMASK, &before, nil)
        guard status == 0 else {
            context.release()
            return nil
        }
        self.handle = handle
    }

    func join() { pthread_join(handle, nil) }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
