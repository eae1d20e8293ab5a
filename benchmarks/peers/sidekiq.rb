# Sidekiq, told what to do line by line on its standard input; answers each with a line. As its documentation says: push_bulk, and
# several processes, here two with YJIT, which have started before the clock does.
#
#   ruby --yjit sidekiq.rb redis://HOST:PORT/DATABASE SLOTS BULK
require "sidekiq"
require "sidekiq/api"
require_relative "sidekiq_job"

URL, SLOTS, BULK = ARGV
PROCESSES = 2
PAYLOAD = { "text" => "x" * 189 }.freeze
Sidekiq.logger.level = Logger::ERROR
Sidekiq.configure_client { |config| config.redis = { url: URL, size: 10 } }

def enqueue(jobs)
  args = Array.new(BULK.to_i) { [PAYLOAD] }
  (jobs / BULK.to_i).times { Sidekiq::Client.push_bulk("class" => Noop, "args" => args) }
end

def singly(jobs, threads)
  Array.new(threads) { Thread.new { (jobs / threads).times { Noop.perform_async(PAYLOAD) } } }.each(&:join)
end

# Processes that are up and wait for the file before they take a job.
def start
  $go = File.join(Dir.pwd, "go-#{Process.pid}")
  File.delete($go) if File.exist?($go)
  env = { "REDIS_URL" => URL, "GO" => $go, "RUBYOPT" => "--yjit" }
  command = ["sidekiq", "-c", "10", "-r", "./sidekiq_job.rb", "-e", "production"]
  $workers = Array.new(PROCESSES) { |n| spawn(env.merge("READY" => "#{$go}-ready-#{n}"), *command, out: File::NULL, err: File::NULL) }
  sleep 0.01 until PROCESSES.times.all? { |n| File.exist?("#{$go}-ready-#{n}") }
end

# Until the queue is empty: what a process has in hand by then is a few milliseconds more.
def work(jobs)
  start unless $workers
  $before = Sidekiq::Stats.new.processed
  $expected = jobs
  File.write($go, "")
  yield
  sleep 0.002 until Sidekiq::Queue.new.size.zero?
end

# Ends the processes, after which Redis knows what they did. Nobody's clock runs.
def finish
  return unless $workers
  sleep 0.5
  $workers.each { |pid| Process.kill("TERM", pid) }
  $workers.each { |pid| Process.wait(pid) }
  $workers = nil
  Dir.glob("#{$go}*").each { |file| File.delete(file) }
  done = Sidekiq::Stats.new.processed - $before
  raise "#{done} of #{$expected} jobs are done" unless done == $expected
end

# Warm before the clock runs, as the others are.
enqueue(20 * BULK.to_i)
singly(2_000, 8)
Sidekiq.redis(&:flushdb)

$stdout.sync = true
puts "ready"
$stdin.each_line do |line|
  what, jobs, threads = line.split
  many = jobs.to_i
  case what
  when "enqueue" then enqueue(many)
  when "singly" then singly(many, threads.to_i)
  when "prepare" then start
  when "finish" then finish
  when "drain" then work(many) {}
  when "sustain" then work(many) { enqueue(many) }
  end
  puts "ok"
end
