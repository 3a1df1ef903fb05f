//! The lists that are served, and what their documents say about each.

/// A list of one of the two APIs.
///
/// Path parameters other than the account, the mailing list and the campaign are not looked at:
/// the participants of every conference are the same rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// SignalWire accounts.
    Accounts,
    /// SignalWire applications.
    Applications,
    /// SignalWire calls.
    Calls,
    /// SignalWire conferences.
    Conferences,
    /// SignalWire participants of a conference.
    Participants,
    /// SignalWire recordings of a conference.
    ConferenceRecordings,
    /// SignalWire faxes.
    Faxes,
    /// SignalWire media of a fax, listed as `fax_media`;
    /// [twice](crate::Builder::fax_media_twice) if that is set.
    FaxMedia,
    /// SignalWire incoming phone numbers.
    IncomingPhoneNumbers,
    /// SignalWire cXML scripts.
    LamlBins,
    /// SignalWire messages.
    Messages,
    /// SignalWire media of a message, listed as `media_list`.
    MessageMedia,
    /// SignalWire queues.
    Queues,
    /// SignalWire members of a queue, listed as `queue_members`.
    QueueMembers,
    /// SignalWire recordings.
    Recordings,
    /// SignalWire transcriptions.
    Transcriptions,
    /// SendSage mailing lists, on one page without paging keys.
    MailingLists,
    /// SendSage subscribers of a mailing list, by token and by page number.
    Subscribers,
    /// SendSage subscriber imports, by page number with all counts; also served per mailing list.
    SubscriberImports,
    /// SendSage link statistics of a campaign, by page number, the rows under `/data/links`.
    LinkStats,
    /// SendSage system campaigns, by page number without counts, under `/data/campaign_report`.
    SystemCampaigns,
}

/// How a filter compares its value with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Test {
    /// Equal texts.
    Same,
    /// On that day, or at that second if the value has a time.
    On,
    /// On or after it: `DateSent>=…` is the name `DateSent>` with a value.
    From,
    /// On or before it.
    UpTo,
    /// After it.
    After,
}

/// A query parameter, the field it looks at, and how.
pub(crate) type Filter = (&'static str, &'static str, Test);

impl List {
    /// The lists of the SignalWire Compatibility API.
    pub const SIGNALWIRE: [Self; 16] = [
        Self::Accounts,
        Self::Applications,
        Self::Calls,
        Self::Conferences,
        Self::Participants,
        Self::ConferenceRecordings,
        Self::Faxes,
        Self::FaxMedia,
        Self::IncomingPhoneNumbers,
        Self::LamlBins,
        Self::Messages,
        Self::MessageMedia,
        Self::Queues,
        Self::QueueMembers,
        Self::Recordings,
        Self::Transcriptions,
    ];

    /// The lists of the SendSage API.
    pub const SENDSAGE: [Self; 5] = [
        Self::MailingLists,
        Self::Subscribers,
        Self::SubscriberImports,
        Self::LinkStats,
        Self::SystemCampaigns,
    ];

    /// The path of the list with its parameters in braces.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Accounts => "/api/laml/2010-04-01/Accounts",
            Self::Applications => "/api/laml/2010-04-01/Accounts/{AccountSid}/Applications",
            Self::Calls => "/api/laml/2010-04-01/Accounts/{AccountSid}/Calls",
            Self::Conferences => "/api/laml/2010-04-01/Accounts/{AccountSid}/Conferences",
            Self::Participants => {
                "/api/laml/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Participants"
            }
            Self::ConferenceRecordings => {
                "/api/laml/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Recordings"
            }
            Self::Faxes => "/api/laml/2010-04-01/Accounts/{AccountSid}/Faxes",
            Self::FaxMedia => "/api/laml/2010-04-01/Accounts/{AccountSid}/Faxes/{FaxSid}/Media",
            Self::IncomingPhoneNumbers => {
                "/api/laml/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers"
            }
            Self::LamlBins => "/api/laml/2010-04-01/Accounts/{AccountSid}/LamlBins",
            Self::Messages => "/api/laml/2010-04-01/Accounts/{AccountSid}/Messages",
            Self::MessageMedia => {
                "/api/laml/2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media"
            }
            Self::Queues => "/api/laml/2010-04-01/Accounts/{AccountSid}/Queues",
            Self::QueueMembers => {
                "/api/laml/2010-04-01/Accounts/{AccountSid}/Queues/{QueueSid}/Members"
            }
            Self::Recordings => "/api/laml/2010-04-01/Accounts/{AccountSid}/Recordings",
            Self::Transcriptions => "/api/laml/2010-04-01/Accounts/{AccountSid}/Transcriptions",
            Self::MailingLists => "/ga/api/v2/mailing_lists",
            Self::Subscribers => "/ga/api/v2/mailing_lists/{mailing_list_id}/subscribers",
            Self::SubscriberImports => "/ga/api/v2/subscriber_imports",
            Self::LinkStats => "/ga/api/v2/campaigns/{campaign_id}/link_stats",
            Self::SystemCampaigns => "/ga/api/v2/system_campaigns",
        }
    }

    /// The keys that hold the rows: in the envelope (SignalWire) or in `data` (SendSage; empty if
    /// `data` is the array itself).
    pub(crate) fn items(self) -> &'static [&'static str] {
        match self {
            Self::Accounts => &["accounts"],
            Self::Applications => &["applications"],
            Self::Calls => &["calls"],
            Self::Conferences => &["conferences"],
            Self::Participants => &["participants"],
            Self::ConferenceRecordings | Self::Recordings => &["recordings"],
            Self::Faxes => &["faxes"],
            Self::FaxMedia => &["fax_media"],
            Self::IncomingPhoneNumbers => &["incoming_phone_numbers"],
            Self::LamlBins => &["laml_bins"],
            Self::Messages => &["messages"],
            Self::MessageMedia => &["media_list"],
            Self::Queues => &["queues"],
            Self::QueueMembers => &["queue_members"],
            Self::Transcriptions => &["transcriptions"],
            Self::MailingLists | Self::Subscribers | Self::SubscriberImports => &[],
            Self::LinkStats => &["links"],
            Self::SystemCampaigns => &["campaign_report"],
        }
    }

    /// Where a row keeps its id, as a JSON pointer.
    pub(crate) fn id_pointer(self) -> &'static str {
        match self {
            Self::Participants | Self::QueueMembers => "/call_sid",
            Self::MailingLists | Self::Subscribers | Self::SubscriberImports => "/id",
            Self::LinkStats => "/link_id",
            Self::SystemCampaigns => "/campaign/id",
            _ => "/sid",
        }
    }

    /// The filters of a SignalWire list; any other parameter is carried in links and otherwise
    /// ignored.
    pub(crate) fn filters(self) -> &'static [Filter] {
        use Test::{After, From, On, Same, UpTo};
        match self {
            Self::Messages => &[
                ("To", "to", Same),
                ("From", "from", Same),
                ("Status", "status", Same),
                ("DateSent", "date_sent", On),
                ("DateSent>", "date_sent", From),
                ("DateSent<", "date_sent", UpTo),
            ],
            Self::Calls => &[
                ("To", "to", Same),
                ("From", "from", Same),
                ("Status", "status", Same),
                ("ParentCallSid", "parent_call_sid", Same),
                ("StartTime", "start_time", On),
                ("StartTime>", "start_time", From),
                ("StartTime<", "start_time", UpTo),
                ("EndTime", "end_time", On),
                ("EndTime>", "end_time", From),
                ("EndTime<", "end_time", UpTo),
            ],
            Self::Recordings => &[
                ("CallSid", "call_sid", Same),
                ("ConferenceSid", "conference_sid", Same),
                ("DateCreated", "date_created", On),
                ("DateCreated>", "date_created", From),
                ("DateCreated<", "date_created", UpTo),
            ],
            Self::ConferenceRecordings | Self::MessageMedia | Self::Transcriptions => &[
                ("DateCreated", "date_created", On),
                ("DateCreated>", "date_created", From),
                ("DateCreated<", "date_created", UpTo),
            ],
            Self::Conferences => &[
                ("Status", "status", Same),
                ("FriendlyName", "friendly_name", Same),
                ("DateCreated", "date_created", On),
                ("DateCreated>", "date_created", From),
                ("DateCreated<", "date_created", UpTo),
                ("DateUpdated", "date_updated", On),
                ("DateUpdated>", "date_updated", From),
                ("DateUpdated<", "date_updated", UpTo),
            ],
            Self::Faxes => &[
                ("To", "to", Same),
                ("From", "from", Same),
                ("DateCreatedAfter", "date_created", After),
                ("DateCreatedOnOrBefore", "date_created", UpTo),
            ],
            Self::Participants => &[("Muted", "muted", Same), ("Hold", "hold", Same)],
            Self::IncomingPhoneNumbers => {
                &[("PhoneNumber", "phone_number", Same), ("FriendlyName", "friendly_name", Same)]
            }
            Self::Accounts | Self::Applications => &[("FriendlyName", "friendly_name", Same)],
            Self::LamlBins => &[("Name", "name", Same)],
            _ => &[],
        }
    }

    /// The fields that the filters look at, each once.
    pub(crate) fn filtered_fields(self) -> Vec<&'static str> {
        if self == Self::SubscriberImports {
            return vec!["state"];
        }
        let mut fields: Vec<_> = self.filters().iter().map(|(_, field, _)| *field).collect();
        fields.dedup();
        fields
    }
}
