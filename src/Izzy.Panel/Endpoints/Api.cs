using System.Collections.Frozen;
using System.Globalization;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Access;
using Izzy.Panel.Journal;
using Izzy.Panel.Pages;
using Izzy.Panel.Snapshots;
using Izzy.Panel.Stream;
using Izzy.Wording;
using Microsoft.AspNetCore.Http;

namespace Izzy.Panel.Endpoints;

/// <summary>What is answered to each call of <c>docs/panel.md</c>. Who may was decided before.</summary>
/// <param name="boot">Tells this process from one before it.</param>
/// <param name="mother">Whom it speaks for.</param>
/// <param name="panel">What the page is told.</param>
/// <param name="stream">How it is told.</param>
/// <param name="stops">The numbers that stops have on the page.</param>
/// <param name="doorkeeper">Who may.</param>
internal sealed class Api(Guid boot, Mother mother, PanelThread panel, SnapshotStream stream, StopNumbers stops, Doorkeeper doorkeeper)
{
    private readonly FrozenDictionary<string, PageFile> _files = PageFiles.Load(typeof(Api).Assembly);

    public bool HasFile(string path) => _files.ContainsKey(path);

    public Task File(HttpContext context)
    {
        var file = _files[context.Request.Path.Value!];
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Bytes.Length;
        if (file.IsHashed)
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted).AsTask();
    }

    public async Task Stream(HttpContext context)
    {
        if (await stream.Send(context).ConfigureAwait(false))
            return;
        context.Response.Headers.RetryAfter = "5";
        await Answers.Refuse(context, StatusCodes.Status503ServiceUnavailable, "too-many", $"{SnapshotStream.Most} pages are open already: close one.").ConfigureAwait(false);
    }

    public Task Session(HttpContext context)
    {
        var (canView, canReset, isLocal) = doorkeeper.Rights(context);
        return Answers.Json(context, StatusCodes.Status200OK, new SessionAnswer(canView, canReset, isLocal));
    }

    public Task Events(HttpContext context)
    {
        var after = long.TryParse(context.Request.Query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var (entries, first, last) = panel.Journal.After(after);
        return Answers.Text(context, "application/json; charset=utf-8", JournalJson.Write(entries, first, last));
    }

    public Task EventsCsv(HttpContext context)
    {
        context.Response.Headers.ContentDisposition = "attachment; filename=\"izzy-events.csv\"";
        return Answers.Text(context, "text/csv; charset=utf-8", JournalCsv.Write(panel.Journal.After(0).Entries, mother.Options.KeyFile is not null));
    }

    /// <summary>
    /// On the thread of the request, at once, whatever the body says: nothing stands between the button and Mother. Asked again it does no harm.
    /// </summary>
    public Task Stop(HttpContext context)
    {
        var isNew = mother.Stop();
        return context.Request.HasFormContentType
            ? Answers.Text(context, "text/html; charset=utf-8", PlainPage.Stopped)
            : Answers.Json(context, StatusCodes.Status200OK, new StopAnswer(stops.Of(mother.StopRequests), isNew));
    }

    public async Task Reset(HttpContext context)
    {
        if (await Answers.Read<ResetRequest>(context).ConfigureAwait(false) is not { } wanted)
            return;
        if (wanted.Boot is { } seenBoot && seenBoot != boot)
        {
            const string message = "Mother was started again since the stop that you saw. Look at the stage, then reset anew.";
            await Answers.Refuse(context, StatusCodes.Status409Conflict, "another-mother", message).ConfigureAwait(false);
            return;
        }

        if (wanted.Boot is null || wanted.Stop is not { } seen || stops.RequestOf(seen) is not { } request || mother.Server.ResetSeen(request) is not { } outcome)
        {
            await Answers.Refuse(context, StatusCodes.Status409Conflict, "another-stop", "Somebody stopped again since the stop that you saw. Look at the stage, then reset anew.").ConfigureAwait(false);
            return;
        }

        if (outcome.Refusal == ResetRefusal.None)
        {
            await Answers.Json(context, StatusCodes.Status200OK, new ResetAnswer()).ConfigureAwait(false);
            return;
        }

        var refused = SnapshotBuilder.RefusalOf(outcome);
        await Answers.Json(context, StatusCodes.Status409Conflict, new Refused(Words.Of(outcome.Refusal), SnapshotBuilder.TextOf(refused, mother.Izzies))
        {
            WaitMs = refused.WaitMs,
            Unconfirmed = refused.Unconfirmed,
        }).ConfigureAwait(false);
    }

    public async Task Acknowledge(HttpContext context)
    {
        if (await Answers.Read<AcknowledgeRequest>(context).ConfigureAwait(false) is not { } wanted)
            return;
        // Each for itself: one that is over or began anew keeps none of the others from being acknowledged.
        var isAll = wanted.Alarms is { Count: > 0 };
        foreach (var alarm in wanted.Alarms ?? [])
            isAll &= alarm is { Key: { } key, Since: { } since } && panel.Alarms.Acknowledge(key, since);
        if (isAll)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await Answers.Refuse(context, StatusCodes.Status404NotFound, "no-alarm", "Not every one of them is still as it was seen.").ConfigureAwait(false);
    }

    public async Task Login(HttpContext context)
    {
        if (await Answers.Read<LoginRequest>(context).ConfigureAwait(false) is not { } wanted)
            return;
        if (doorkeeper.Enter(context, wanted.Token ?? "", out var wait))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (wait > TimeSpan.Zero)
        {
            var seconds = Math.Ceiling(wait.TotalSeconds);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Answers.Refuse(context, StatusCodes.Status429TooManyRequests, "too-many-attempts", $"A wrong token came from here before: wait {seconds} s.").ConfigureAwait(false);
        }
        else
        {
            await Answers.Refuse(context, StatusCodes.Status401Unauthorized, "wrong-token", "That is not the token. Mother's terminal shows it.").ConfigureAwait(false);
        }
    }

    public Task Live(HttpContext context)
    {
        var facts = MotherFacts.Of(mother);
        return Answers.Json(context, facts.IsAlive ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, Health.Live(facts));
    }

    public Task Ready(HttpContext context)
    {
        var answer = Health.Ready(MotherFacts.Of(mother), doorkeeper.Rights(context).CanView);
        return Answers.Json(context, answer.Status == "broken" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK, answer);
    }
}
